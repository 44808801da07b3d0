package api

import (
	"cmp"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"paperboy/api/access"
	"paperboy/api/library"
	"paperboy/api/similar"
	"paperboy/data/store"
)

// openAPISource is the part of the OpenAPI 3.1 document that does not come from the table of
// endpoints: the general text, and the schemas whose fields have descriptions.
//
//go:embed openapi.json
var openAPISource []byte

// inPathDocs describes the variable parts of paths.
var inPathDocs = map[string]string{
	"id":     "The paper's id, in any usual spelling.",
	"number": "The number of a merge.",
	"key":    "The list's key, for reading or for editing; for administrators, also its id.",
	"keyId":  "The id of an API key, which is not its secret.",
	"day":    "YYYY-MM-DD.",
	"week":   "A week of ISO 8601: YYYY-Www.",
	"month":  "YYYY-MM.",
}

// newOpenAPI makes the document from the table of endpoints. formats are those that POST /ingest
// reads. It panics on a malformed source, which a test catches.
func newOpenAPI(formats []library.FileFormat) map[string]any {
	var doc map[string]any
	if err := json.Unmarshal(openAPISource, &doc); err != nil {
		panic(err)
	}
	schemas := schemas{doc["components"].(map[string]any)["schemas"].(map[string]any)}
	input := schemas.all["SimilarInput"].(map[string]any)["properties"].(map[string]any)
	for _, d := range similar.Table.Docs() {
		input[d.Name] = d.Property()
	}
	schemas.addSearches()
	paths := map[string]any{}
	for i, p := range endpoints {
		r := p.base()
		item, ok := paths[r.path].(map[string]any)
		if !ok {
			item = map[string]any{}
			paths[r.path] = item
		}
		o := operation(p, schemas)
		o["x-order"] = i
		item[strings.ToLower(r.method)] = o
	}
	doc["paths"] = paths
	doc["components"].(map[string]any)["responses"] = errorResponses()
	nameFormats(paths, formats)
	if err := addExamples(paths); err != nil {
		panic(err)
	}
	return doc
}

// operation describes one endpoint.
func operation(p endpoint, schemas schemas) map[string]any {
	r := p.base()
	parameters := []any{}
	for _, part := range strings.Split(r.path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			name, _, _ = strings.Cut(name, "}")
			parameters = append(parameters, map[string]any{"name": name, "in": "path", "required": true, "schema": map[string]any{"type": "string"}, "description": inPathDocs[name]})
		}
	}
	for _, d := range p.queryDocs() {
		if strings.Contains(r.path, "{"+d.Name+"}") {
			continue // another name of a parameter, which clients would confuse with that of the path
		}
		parameters = append(parameters, d.Parameter())
	}
	body, answer := p.types()
	o := map[string]any{
		"tags": []any{r.tag}, "operationId": r.id, "summary": r.summary,
		"parameters": parameters, "security": securityOf(r.need),
	}
	if r.forMakers {
		o["security"] = securityOf(access.ChangeList)
	}
	if r.description != "" {
		o["description"] = r.description
	}
	content := r.content
	if content == nil {
		content = map[string]any{"application/json": schemas.of(answer)}
	}
	ok := map[string]any{"description": r.answerText(), "content": media(content)}
	if r.headers != nil {
		ok["headers"] = r.headers
	}
	responses := map[string]any{
		strconv.Itoa(cmp.Or(r.status, http.StatusOK)): ok,
		"default": map[string]any{"description": "An error.", "content": media(map[string]any{"application/problem+json": ref("Problem")})},
	}
	for _, status := range r.errorsOf(len(parameters) > 0, r.takes != nil || body != nil) {
		responses[strconv.Itoa(status)] = map[string]any{"$ref": fmt.Sprintf("#/components/responses/%d", status)}
	}
	o["responses"] = responses
	if limits := r.limits(); len(limits) > 0 {
		o["x-limits"] = limits
	}
	switch {
	case r.takes != nil:
		o["requestBody"] = map[string]any{"required": true, "content": media(r.takes)}
	case body != nil:
		o["requestBody"] = map[string]any{"required": !r.bodyOptional, "content": media(map[string]any{"application/json": schemas.of(body)})}
	}
	return o
}

func (d *doc) answerText() string {
	if d.answer == "" {
		return "The answer."
	}
	return d.answer
}

// media returns an OpenAPI content object for schemas by media type.
func media(schemas map[string]any) map[string]any {
	types := map[string]any{}
	for kind, schema := range schemas {
		types[strings.TrimSuffix(kind, "; charset=utf-8")] = map[string]any{"schema": schema}
	}
	return types
}

func ref(schema string) map[string]any {
	return map[string]any{"$ref": "#/components/schemas/" + schema}
}

// object returns the content of a body that is one JSON object.
func object(schema string) map[string]any { return map[string]any{"application/json": ref(schema)} }

// textContent returns the content of an answer that is text.
func textContent(mediaType string) map[string]any {
	return map[string]any{mediaType: map[string]any{"type": "string"}}
}

var (
	binary        = map[string]any{"type": "string", "format": "binary"}
	exportContent = map[string]any{
		"application/x-ndjson": map[string]any{"type": "string"}, "application/x-bibtex": map[string]any{"type": "string"},
		"application/x-research-info-systems":     map[string]any{"type": "string"},
		"application/vnd.citationstyles.csl+json": map[string]any{"type": "array", "items": map[string]any{"type": "object"}},
		"text/csv": map[string]any{"type": "string"},
	}
	citationContent = map[string]any{
		"application/x-bibtex": exportContent["application/x-bibtex"], "text/plain": map[string]any{"type": "string"},
		"application/x-research-info-systems":     exportContent["application/x-research-info-systems"],
		"application/vnd.citationstyles.csl+json": exportContent["application/vnd.citationstyles.csl+json"],
	}
)

// nameFormats adds the formats that POST /ingest reads.
func nameFormats(paths map[string]any, formats []library.FileFormat) {
	if len(formats) == 0 {
		return
	}
	names := []any{""}
	for _, f := range formats {
		names = append(names, f.Name)
	}
	ingest := paths["/ingest"].(map[string]any)["post"].(map[string]any)
	for _, p := range ingest["parameters"].([]any) {
		if p := p.(map[string]any); p["name"] == "format" {
			p["schema"] = map[string]any{"type": "string", "enum": names}
		}
	}
}

// securityOf returns the OpenAPI security of an operation that needs n. If only some servers
// require a scope, the first alternative is no scope.
func securityOf(n access.Need) []any {
	open, _ := access.New(context.Background(), access.Options{}) // cannot fail without a store
	_, always := open.Scope(n)
	strict, _ := access.New(context.Background(), access.Options{ReadsNeedKey: true})
	scope, ever := strict.Scope(n)
	if !ever {
		return []any{}
	}
	ways := []any{}
	if !always {
		ways = append(ways, map[string]any{})
	}
	ways = append(ways, map[string]any{"key": []any{scope}}, map[string]any{"header": []any{scope}})
	if scope == store.ScopeRead || scope == store.ScopeLists {
		ways = append(ways, map[string]any{"session": []any{scope}})
	}
	return ways
}
