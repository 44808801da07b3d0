// Package apidocs turns the OpenAPI document into what the page about the API shows: operations by
// noun, shared parameters once, and an example of each request with its answer.
package apidocs

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"paperboy/web/view"
)

// Docs is the OpenAPI document for people.
type Docs struct {
	// Intro are the sentences about the API as a whole, in paragraphs.
	Intro  []string
	Groups []Group
	// Shared are the parameters that many operations have alike.
	Shared []ParameterSet
	Errors []Error
}

// Group are the operations of a noun.
type Group struct {
	ID, Name, Intro string
	Operations      []Operation
}

// Operation is an operation, with an example.
type Operation struct {
	ID, Method, Path, Summary, Description string
	// Access says which key the operation needs; empty if none.
	Access string
	// Limits are sentences.
	Limits     []string
	Parameters []Parameter
	// Shared are links to sets of Docs.Shared.
	Shared []view.Link
	// Curl is the command of the example.
	Curl string
	// Status and Type are those of a successful answer. Answer is the example of one; empty if it
	// is a file.
	Status, Type, Answer string
	// Errors are links to the errors that are usual.
	Errors []view.Link
}

// Parameter is a parameter of an address. Kind says in short which values it takes.
type Parameter struct{ Name, Text, Kind string }

// ParameterSet are parameters that the same operations have. Title names the first of them.
type ParameterSet struct {
	ID, Title  string
	Parameters []Parameter
}

// Error is the code of an error. First is the status if the code is the first that has it.
type Error struct{ Code, Status, Title, First string }

// sharedBy is how many operations have a parameter alike that is described only once.
const sharedBy = 5

// openAPI is the part of the OpenAPI document that the page shows.
type openAPI struct {
	Info       struct{ Description string }
	Tags       []struct{ Name, Description string }
	Paths      map[string]map[string]openAPIOperation
	Servers    []struct{ URL string }
	Components struct {
		Responses map[string]struct {
			Codes []struct{ Code, Title string } `json:"x-codes"`
		}
	}
}

type openAPIOperation struct {
	method, path                      string
	OperationID, Summary, Description string
	Tags                              []string
	Security                          []map[string][]string
	Parameters                        []openAPIParameter
	Responses                         map[string]struct {
		Content map[string]struct{ Example json.RawMessage }
	}
	Order  int      `json:"x-order"`
	Limits []string `json:"x-limits"`
	Code   []struct {
		Source string
	} `json:"x-codeSamples"`
}

type openAPIParameter struct {
	Name, In, Description string
	Required              bool
	Schema                openAPISchema
}

type openAPISchema struct {
	Type             any
	Default          any
	Minimum, Maximum *int
	MaxLength        *int
	Enum             []string
	Items            *openAPISchema
}

// New reads an OpenAPI document of package api.
func New(document []byte) (Docs, error) {
	var o openAPI
	if err := json.Unmarshal(document, &o); err != nil {
		return Docs{}, fmt.Errorf("read OpenAPI document: %w", err)
	}
	if len(o.Servers) != 1 {
		return Docs{}, fmt.Errorf("read OpenAPI document: %d servers, want 1", len(o.Servers))
	}
	docs := Docs{Intro: paragraphsOf(o.Info.Description), Errors: o.errors(), Shared: o.sharedParameters()}
	shared := map[Parameter]view.Link{}
	for _, set := range docs.Shared {
		for _, p := range set.Parameters {
			shared[p] = view.Link{Text: set.Title, URL: "#" + set.ID}
		}
	}
	for _, tag := range o.Tags {
		group := Group{ID: "tag-" + strings.ToLower(tag.Name), Name: tag.Name, Intro: tag.Description}
		for _, operation := range o.operations() {
			if slices.Contains(operation.Tags, tag.Name) {
				group.Operations = append(group.Operations, operation.newOperation(o.Servers[0].URL, shared))
			}
		}
		docs.Groups = append(docs.Groups, group)
	}
	return docs, nil
}

// At returns the documents with examples for the server at base, whose examples are for the server
// at from.
func (d Docs) At(base, from string) Docs {
	d.Groups = slices.Clone(d.Groups)
	for i, g := range d.Groups {
		d.Groups[i].Operations = slices.Clone(g.Operations)
		for j := range g.Operations {
			o := &d.Groups[i].Operations[j]
			o.Curl = strings.ReplaceAll(o.Curl, from, base)
		}
	}
	return d
}

// paragraphsOf puts three sentences into a paragraph each.
func paragraphsOf(text string) (paragraphs []string) {
	sentences := strings.SplitAfter(text, ". ")
	for part := range slices.Chunk(sentences, 3) {
		paragraphs = append(paragraphs, strings.TrimSpace(strings.Join(part, "")))
	}
	return paragraphs
}

// operations returns all operations in the order of the table of endpoints.
func (o *openAPI) operations() (all []openAPIOperation) {
	for path, methods := range o.Paths {
		for method, operation := range methods {
			operation.method, operation.path = strings.ToUpper(method), path
			all = append(all, operation)
		}
	}
	slices.SortFunc(all, func(a, b openAPIOperation) int { return cmp.Compare(a.Order, b.Order) })
	return all
}

// sharedParameters returns the parameters of queries that at least sharedBy operations have alike,
// in sets of those that the same operations have. The set of the most operations comes first.
func (o *openAPI) sharedParameters() []ParameterSet {
	users := map[Parameter][]string{}
	var order []Parameter
	for _, operation := range o.operations() {
		for _, p := range operation.Parameters {
			shown := p.newParameter()
			if p.In == "path" {
				continue
			}
			if users[shown] == nil {
				order = append(order, shown)
			}
			users[shown] = append(users[shown], operation.OperationID)
		}
	}
	slices.SortStableFunc(order, func(a, b Parameter) int { return cmp.Compare(len(users[b]), len(users[a])) })
	var sets []ParameterSet
	place := map[string]int{} // the sets by their users
	for _, p := range order {
		by := strings.Join(users[p], " ")
		i, known := place[by]
		if len(users[p]) < sharedBy {
			continue
		}
		if !known {
			i = len(sets)
			place[by] = i
			sets = append(sets, ParameterSet{ID: fmt.Sprintf("parameters-%d", i+1)})
		}
		sets[i].Parameters = append(sets[i].Parameters, p)
	}
	for i := range sets {
		sets[i].Title = titleOf(sets[i].Parameters)
	}
	return sets
}

// titleOf names the first parameters of a set.
func titleOf(parameters []Parameter) string {
	const named = 3
	var names []string
	for _, p := range parameters {
		names = append(names, p.Name)
	}
	if len(names) <= named+1 {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:named], ", "), len(names)-named)
}

// errors returns the codes by their statuses.
func (o *openAPI) errors() (all []Error) {
	for _, status := range slices.Sorted(maps.Keys(o.Components.Responses)) {
		first := status
		for _, c := range o.Components.Responses[status].Codes {
			all = append(all, Error{Code: c.Code, Status: status, Title: c.Title, First: first})
			first = ""
		}
	}
	return all
}

func (o openAPIOperation) newOperation(server string, shared map[Parameter]view.Link) Operation {
	a := Operation{
		ID: "op-" + o.OperationID, Method: o.method, Path: server + o.path,
		Summary: o.Summary, Description: o.Description, Access: o.access(), Limits: o.Limits,
	}
	for _, p := range o.Parameters {
		shown := p.newParameter()
		set, isShared := shared[shown]
		switch {
		case !isShared:
			a.Parameters = append(a.Parameters, shown)
		case !slices.Contains(a.Shared, set):
			a.Shared = append(a.Shared, set)
		}
	}
	if len(o.Code) > 0 {
		a.Curl = o.Code[0].Source
	}
	for _, status := range slices.Sorted(maps.Keys(o.Responses)) {
		if status >= "400" && status != "default" {
			a.Errors = append(a.Errors, view.Link{Text: status, URL: "#status-" + status})
		} else if status != "default" {
			a.setAnswer(status, o.Responses[status].Content)
		}
	}
	return a
}

// setAnswer sets the example of an answer. Without one, it only names the media type.
func (a *Operation) setAnswer(status string, content map[string]struct{ Example json.RawMessage }) {
	a.Status = status
	for _, kind := range slices.Sorted(maps.Keys(content)) {
		example := content[kind].Example
		if a.Type == "" || example != nil {
			a.Type = kind
		}
		var text string
		var indented bytes.Buffer
		switch {
		case example == nil:
		case json.Unmarshal(example, &text) == nil:
			a.Answer = text
		case json.Indent(&indented, example, "", "  ") == nil:
			a.Answer = indented.String()
		}
	}
}

// access says which scope the operation needs. That reading may need one is said once, among the
// rules for all requests.
func (o openAPIOperation) access() string {
	optional := slices.ContainsFunc(o.Security, func(way map[string][]string) bool { return len(way) == 0 })
	for _, way := range o.Security {
		switch scopes := way["key"]; {
		case len(scopes) == 0 || optional && scopes[0] == "read":
		case optional:
			return "Where reading needs a key: one with the scope " + scopes[0] + "."
		default:
			return "Needs a key with the scope " + scopes[0] + "."
		}
	}
	return ""
}

func (p openAPIParameter) newParameter() Parameter {
	kind := p.Schema.String()
	if p.In == "path" {
		return Parameter{Name: "{" + p.Name + "}", Text: p.Description, Kind: kind + ", in the path"}
	}
	if p.Required {
		kind += ", required"
	}
	return Parameter{Name: p.Name, Text: p.Description, Kind: kind}
}

// String describes a schema in short: "integer, 0 to 100, default 20".
func (s openAPISchema) String() string {
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
