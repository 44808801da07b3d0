package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strings"

	"paperboy/api/lists"
	"paperboy/api/search"
	"paperboy/api/similar"

	"paperboy/api/fields"
	"paperboy/api/params"

	"github.com/labstack/echo/v4"

	"paperboy/api/access"
	"paperboy/data/store"
)

// openAPISource is the OpenAPI 3.1 document but for the parameters, which come
// from the tables that parse them.
//
//go:embed openapi.json
var openAPISource []byte

//go:embed docs.html
var docsSource string

// operationParams are the tables of the operations that take parameters.
var operationParams = map[string][]params.Doc{
	"get /search":                    search.Table.Docs(),
	"get /search.atom":               search.Table.Docs(),
	"get /suggest":                   search.SuggestTable.Docs(),
	"get /grid":                      search.GridTable.Docs(),
	"get /rising":                    search.RisingTable.Docs(),
	"get /export":                    search.ExportTable.Docs(),
	"get /receipt":                   search.ReceiptTable.Docs(),
	"get /papers":                    papersTable.Docs(),
	"post /papers":                   addTable.Docs(),
	"post /ingest":                   ingestTable.Docs(),
	"delete /papers":                 deleteTable.Docs(),
	"get /papers/lookup":             lookupTable.Docs(),
	"get /papers/{id}":               paperTable.Docs(),
	"get /papers/{id}/similar":       similar.Table.Docs(),
	"get /papers/{id}/neighbourhood": similar.NeighbourhoodTable.Docs(),
	"get /similar":                   similar.Table.Docs(),
	"get /between":                   similar.BetweenTable.Docs(),
	"get /merges":                    mergesTable.Docs(),

	"delete /lists":                    lists.PruneTable.Docs(),
	"get /lists/{key}":                 lists.Table.Docs(),
	"delete /lists/{key}/papers":       papersTable.Docs(),
	"get /lists/{key}/export":          lists.ExportTable.Docs(),
	"get /lists/{key}/recommendations": lists.RecommendTable.Docs(),
}

// pathParams are the parts of paths that a caller fills in.
var pathParams = []params.Doc{
	{Name: "id", Text: "The paper's id, in any usual spelling."},
	{Name: "number", Text: "The number of a merge."},
	{Name: "key", Text: "The list's key, for reading or for editing; for administrators, also its id."},
	{Name: "keyId", Text: "The id of an API key, which is not its secret."},
}

// documents are the OpenAPI document and the page made from it.
type documents struct {
	openAPI, page []byte
	// policy is the page's Content-Security-Policy: its own style, nothing else.
	policy string
}

// newDocuments panics on a document that is malformed, which a test sees first.
func newDocuments(formats []FileFormat) documents {
	doc := openAPI()
	nameFormats(doc, formats)
	text, err := fields.JSON(doc)
	if err != nil {
		panic(err)
	}
	var spec docsSpec
	if err := json.Unmarshal(text, &spec); err != nil {
		panic(err)
	}
	style, _, _ := strings.Cut(docsSource, "</style>")
	_, style, _ = strings.Cut(style, "<style>")
	sum := sha256.Sum256([]byte(style))
	var page bytes.Buffer
	data := docsPage{Operations: spec.operations(), Description: spec.Info.Description}
	for _, c := range statuses {
		data.Codes = append(data.Codes, docsCode{string(c.code), c.status, c.title})
	}
	if err := template.Must(template.New("docs").Parse(docsSource)).Execute(&page, data); err != nil {
		panic(err)
	}
	return documents{text, page.Bytes(), fmt.Sprintf("default-src 'none'; style-src 'sha256-%s'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'", base64.StdEncoding.EncodeToString(sum[:]))}
}

// nameFormats says in the document which formats POST /ingest reads.
func nameFormats(doc map[string]any, formats []FileFormat) {
	if len(formats) == 0 {
		return
	}
	names := []any{""}
	for _, f := range formats {
		names = append(names, f.Name)
	}
	ingest := doc["paths"].(map[string]any)["/ingest"].(map[string]any)["post"].(map[string]any)
	for _, p := range ingest["parameters"].([]any) {
		if p := p.(map[string]any); p["name"] == "format" {
			p["schema"] = map[string]any{"type": "string", "enum": names}
		}
	}
}

// openAPI is the whole document.
func openAPI() map[string]any {
	var doc map[string]any
	if err := json.Unmarshal(openAPISource, &doc); err != nil {
		panic(err)
	}
	needs := map[string]access.Need{}
	for _, r := range (&handler{}).routes() {
		needs[r.method+" "+r.path] = r.need
	}
	for path, item := range doc["paths"].(map[string]any) {
		for method, operation := range item.(map[string]any) {
			parameters := []any{}
			for _, d := range pathParams {
				if strings.Contains(path, "{"+d.Name+"}") {
					parameters = append(parameters, map[string]any{"name": d.Name, "in": "path", "required": true, "schema": map[string]any{"type": "string"}, "description": d.Text})
				}
			}
			for _, d := range operationParams[method+" "+path] {
				parameters = append(parameters, d.Parameter())
			}
			operation.(map[string]any)["parameters"] = parameters
			operation.(map[string]any)["security"] = securityOf(needs[routeOf(method, path)])
		}
	}
	input := doc["components"].(map[string]any)["schemas"].(map[string]any)["SimilarInput"].(map[string]any)
	for _, d := range similar.Table.Docs() {
		input["properties"].(map[string]any)[d.Name] = d.Property()
	}
	return doc
}

// routeOf is the route of an operation, as echo spells it. Below a paper's id, which may have
// slashes in it, there is one route for each method.
func routeOf(method, path string) string {
	if strings.HasPrefix(path, "/papers/{id}") {
		path = "/papers/*"
	}
	return strings.ToUpper(method) + " " + strings.NewReplacer("{keyId}", ":id", "{", ":", "}", "").Replace(path)
}

// securityOf says which scope an operation needs. Where some servers ask for one and others
// do not, the first way is to show nothing.
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

// openAPI is GET /openapi.json.
func (h *handler) openAPI(c echo.Context) error {
	return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, h.documents.openAPI)
}

// docs is GET /docs: the same for people.
func (h *handler) docs(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderContentSecurityPolicy, h.documents.policy)
	return c.HTMLBlob(http.StatusOK, h.documents.page)
}

// docsSpec is what the page shows of the document.
type docsSpec struct {
	Info  struct{ Description string }
	Tags  []struct{ Name string }
	Paths map[string]map[string]docsOperation
}

type docsOperation struct {
	Method, Path         string
	Tags                 []string
	Summary, Description string
	Security             []map[string][]string
	Parameters           []struct {
		Name, In, Description string
		Schema                docsSchema
	}
}

type docsSchema struct {
	Type             any
	Default          any
	Minimum, Maximum *int
	MaxLength        *int
	Enum             []string
	Items            *docsSchema
}

type docsPage struct {
	Description string
	Operations  []docsOperation
	Codes       []docsCode
}

type docsCode struct {
	Code   string
	Status int
	Title  string
}

// operations are in the order of the tags, and of the paths within each.
func (s docsSpec) operations() []docsOperation {
	var all []docsOperation
	for _, tag := range s.Tags {
		for _, path := range slices.Sorted(maps.Keys(s.Paths)) {
			for _, method := range []string{"get", "post", "put", "delete"} {
				if o, ok := s.Paths[path][method]; ok && slices.Contains(o.Tags, tag.Name) {
					o.Method, o.Path = strings.ToUpper(method), prefix+path
					all = append(all, o)
				}
			}
		}
	}
	return all
}

// Scope is the scope that an operation needs, "" where it needs none. Optional says that only
// some servers ask for it.
func (o docsOperation) Scope() string {
	for _, way := range o.Security {
		if scopes := way["key"]; len(scopes) > 0 {
			return scopes[0]
		}
	}
	return ""
}

// Optional is described by Scope.
func (o docsOperation) Optional() bool {
	return slices.ContainsFunc(o.Security, func(way map[string][]string) bool { return len(way) == 0 })
}

// String is a short account of a schema: "integer, 0 to 100, default 20".
func (s docsSchema) String() string {
	if s.Items != nil {
		return s.Items.String() + ", repeatable"
	}
	parts := []string{fmt.Sprint(s.Type)}
	if len(s.Enum) > 0 {
		parts = []string{strings.Join(s.Enum, " | ")}
	}
	if s.Minimum != nil && s.Maximum != nil {
		parts = append(parts, fmt.Sprintf("%d to %d", *s.Minimum, *s.Maximum))
	}
	if s.MaxLength != nil {
		parts = append(parts, fmt.Sprintf("at most %d characters", *s.MaxLength))
	}
	if s.Default != nil {
		parts = append(parts, fmt.Sprintf("default %v", s.Default))
	}
	return strings.Join(parts, ", ")
}
