package api

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/labstack/echo/v4"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"paperboy/api/fault"
	"paperboy/api/library"
	"paperboy/index"
	"paperboy/index/indextest"
)

// TestOpenAPIHasTheRoutes checks that the document has exactly the operations that echo routes, except
// HEAD, which all paths with GET have.
func TestOpenAPIHasTheRoutes(t *testing.T) {
	e := echo.New()
	Install(e, New(Options{Index: indextest.NewOracle("test")}), HTTPOptions{})
	routed := map[string]bool{}
	for _, r := range e.Routes() {
		path, below := strings.CutPrefix(r.Path, Prefix)
		path = strings.NewReplacer(":key", "{key}", ":id", "{keyId}", ":day", "{day}", ":week", "{week}", ":month", "{month}", ":author", "{author}", ":venue", "{venue}", ":category", "{category}").Replace(path)
		if r.Method == http.MethodHead || r.Method == http.MethodOptions || r.Method == echo.RouteNotFound || !below && (slices.Contains(probes, path) || path == oneClickPath+"{key}") {
			continue
		}
		if path == "/papers/*" {
			path = "/papers/{id}"
			switch r.Method {
			case http.MethodGet:
				for _, suffix := range []string{"/similar", NeighbourhoodSuffix, "/merges", "/observations", "/cite"} {
					routed["get /papers/{id}"+suffix] = true
				}
			case http.MethodPost:
				routed["post /papers/{id}/merges/{number}/undo"] = true
				path += "/merges"
			}
		}
		if r.Method == http.MethodGet && slices.Contains([]string{"/lists/{key}", "/days/{day}", "/weeks/{week}", "/months/{month}", "/authors/{author}", "/venues/{venue}", "/categories/{category}"}, path) {
			routed["get "+path+".atom"], routed["get "+path+".json"] = true, true
		}
		routed[strings.ToLower(r.Method)+" "+path] = true
	}
	documented := map[string]bool{}
	for path, item := range newOpenAPI(nil)["paths"].(map[string]any) {
		for method := range item.(map[string]any) {
			documented[method+" "+path] = true
		}
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(routed)), slices.Sorted(maps.Keys(documented))); diff != "" {
		t.Errorf("operations (-routed +documented):\n%s", diff)
	}
}

// compiler returns a schema compiler with the document, in which no object may have properties that
// the document does not mention.
func compiler(t *testing.T) *jsonschema.Compiler {
	t.Helper()
	doc := newOpenAPI(nil)
	closeObjects(doc["components"])
	text, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("openapi.json", parsed); err != nil {
		t.Fatal(err)
	}
	return c
}

func closeObjects(v any) {
	switch v := v.(type) {
	case map[string]any:
		if _, ok := v["properties"].(map[string]any); ok && v["type"] == "object" {
			v["additionalProperties"] = false
		}
		for _, child := range v {
			closeObjects(child)
		}
	case []any:
		for _, child := range v {
			closeObjects(child)
		}
	}
}

// TestOpenAPISchemasFitTheTypes checks that every schema compiles and matches the Go type of its
// answer.
func TestOpenAPISchemasFitTheTypes(t *testing.T) {
	c := compiler(t)
	doc := newOpenAPI(nil)
	for name := range doc["components"].(map[string]any)["schemas"].(map[string]any) {
		if _, err := c.Compile("openapi.json#/components/schemas/" + name); err != nil {
			t.Errorf("schema %s: %v", name, err)
		}
	}
	for _, value := range []struct {
		schema string
		value  any
	}{
		{"Problem", newProblem(fault.New(fault.InvalidDate, "from", "no"))},
		{"CheckAnswer", library.CheckAnswer{Problems: []string{"x"}}},
		{"Bucket", index.Bucket{Key: "unknown", Value: "unknown"}},
	} {
		schema, err := c.Compile("openapi.json#/components/schemas/" + value.schema)
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(value.value)
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(parsed); err != nil {
			t.Errorf("%s as %s: %v", text, value.schema, err)
		}
	}
}

// TestExamplesFitTheirSchemas checks the examples of the document, which a server gave, against the
// schemas of its answers.
func TestExamplesFitTheirSchemas(t *testing.T) {
	c := compiler(t)
	var doc struct {
		Paths map[string]map[string]struct {
			OperationID string
			Responses   map[string]struct {
				Content map[string]struct{ Example json.RawMessage }
			}
		}
	}
	if err := json.Unmarshal(Document(nil), &doc); err != nil {
		t.Fatal(err)
	}
	checked := 0
	for path, methods := range doc.Paths {
		for method, o := range methods {
			for status, response := range o.Responses {
				content, ok := response.Content["application/json"]
				if !ok || content.Example == nil {
					continue
				}
				checked++
				at := "openapi.json#/paths/" + strings.ReplaceAll(strings.ReplaceAll(path, "~", "~0"), "/", "~1") + "/" + method + "/responses/" + status + "/content/application~1json/schema"
				schema, err := c.Compile(strings.NewReplacer("{", "%7B", "}", "%7D").Replace(at))
				if err != nil {
					t.Fatal(err)
				}
				example, err := jsonschema.UnmarshalJSON(strings.NewReader(string(content.Example)))
				if err != nil {
					t.Fatal(err)
				}
				if err := schema.Validate(example); err != nil {
					t.Errorf("%s: %v", o.OperationID, err)
				}
			}
		}
	}
	if checked < 50 {
		t.Errorf("%d examples are JSON, want 50 at least", checked)
	}
}

// ValidateAnswer reports where an answer differs from its schema. It is exported to the tests of
// package api_test.
func ValidateAnswer(t *testing.T, method, path string, status int, body string) {
	t.Helper()
	operation := newOpenAPI(nil)["paths"].(map[string]any)[path].(map[string]any)[method].(map[string]any)
	response := operation["responses"].(map[string]any)
	answer, kind := response["default"], "application/problem+json"
	if status == http.StatusOK {
		answer, kind = response["200"], "application/json"
	}
	schema := answer.(map[string]any)["content"].(map[string]any)[kind].(map[string]any)["schema"].(map[string]any)
	compiled, err := compiler(t).Compile("openapi.json" + schema["$ref"].(string))
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
	if err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	if err := compiled.Validate(value); err != nil {
		t.Errorf("%s %s: %v\n%s", method, path, err, body)
	}
}
