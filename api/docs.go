package api

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"

	"paperboy/api/library"
	"paperboy/api/transfer"

	"github.com/labstack/echo/v4"
)

//go:embed docs.html
var docsSource string

// documents are the OpenAPI document and the page made from it.
type documents struct {
	openAPI, page []byte
	// policy is the page's Content-Security-Policy: its own style, nothing else.
	policy string
}

// newDocuments makes the documents. It panics on a malformed source, which a test catches.
func newDocuments(formats []library.FileFormat) documents {
	doc := newOpenAPI(formats)
	text, err := transfer.Marshal(doc)
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

// openAPI is GET /openapi.json.
func (h *handler) openAPI(c echo.Context, _ None) error {
	return transfer.Send(c, transfer.Content{Kind: echo.MIMEApplicationJSON, Body: h.documents.openAPI}, h.Service.Library.Now())
}

// docs is GET /docs: the same document for people.
func (h *handler) docs(c echo.Context, _ None) error {
	c.Response().Header().Set(echo.HeaderContentSecurityPolicy, h.documents.policy)
	return transfer.Send(c, transfer.Content{Kind: echo.MIMETextHTMLCharsetUTF8, Body: h.documents.page}, h.Service.Library.Now())
}

// docsSpec is the part of the document that the page shows.
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

// operations returns the operations by tag, in the order of the tags, then by path.
func (s docsSpec) operations() []docsOperation {
	var all []docsOperation
	for _, tag := range s.Tags {
		for _, path := range slices.Sorted(maps.Keys(s.Paths)) {
			for _, method := range []string{"get", "post", "put", "delete"} {
				if o, ok := s.Paths[path][method]; ok && slices.Contains(o.Tags, tag.Name) {
					o.Method, o.Path = strings.ToUpper(method), Prefix+path
					all = append(all, o)
				}
			}
		}
	}
	return all
}

// Scope returns the scope that an operation needs, or "". If Optional is true, only some servers
// require it.
func (o docsOperation) Scope() string {
	for _, way := range o.Security {
		if scopes := way["key"]; len(scopes) > 0 {
			return scopes[0]
		}
	}
	return ""
}

// Optional reports whether only some servers require Scope.
func (o docsOperation) Optional() bool {
	return slices.ContainsFunc(o.Security, func(way map[string][]string) bool { return len(way) == 0 })
}

// String describes a schema in short: "integer, 0 to 100, default 20".
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
