package api

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"paperboy/api/fault"
)

// param is one parameter of a request that is parsed into a T. The rows of a
// table drive parsing, links and the OpenAPI document.
type param[T any] struct {
	paramDoc
	// set reads one value into a T, which it leaves alone on error.
	set func(*T, string) *fault.Error
	// get is what set would have to be given for what is in a T.
	get func(*T) []string
	// keepEmpty gives an empty value to set; otherwise it is as good as absent,
	// since that is how a form sends a field that was not filled in.
	keepEmpty bool
}

// paramDoc is what the OpenAPI document says of a parameter.
type paramDoc struct {
	Name string
	Doc  string
	// Repeat allows several values.
	Repeat bool
	// Required says that a request without a value is refused.
	Required bool
	// Schema is the JSON schema of one value.
	Schema map[string]any
	// Object, where it is not nil, is that of a body's other form of all values.
	Object map[string]any
}

// table is the parameters of one request.
type table[T any] struct {
	rows     []param[T]
	defaults T
}

// parse reads v. Strict, an unknown parameter or a malformed value is a
// *fault.Error; otherwise the first is ignored and the second becomes a notice.
func (t table[T]) parse(v url.Values, strict bool) (p T, notices []string, err error) {
	if name := t.unknown(v); strict && name != "" {
		return p, nil, t.unknownParameter(name)
	}
	for _, row := range t.rows {
		problems := row.parse(&p, v[row.Name], &t.defaults)
		for _, problem := range problems {
			if strict {
				return p, nil, problem
			}
			notices = append(notices, problem.Message)
		}
	}
	return p, notices, nil
}

func (row param[T]) parse(p *T, values []string, defaults *T) (problems []*fault.Error) {
	given := false
	for _, value := range values {
		if value == "" && !row.keepEmpty {
			continue
		}
		if given && !row.Repeat {
			return append(problems, fault.New(fault.RepeatedParameter, row.Name, "%s was given more than once", row.Name))
		}
		if problem := row.set(p, strings.ToValidUTF8(value, "\uFFFD")); problem != nil {
			problems = append(problems, problem.Quote(row.Name, value))
			continue
		}
		given = true
	}
	if !given {
		for _, value := range row.get(defaults) {
			row.set(p, value)
		}
	}
	return problems
}

// validate holds a T that was not parsed to the limits of the table.
func (t table[T]) validate(p *T) error {
	var scratch T
	for _, row := range t.rows {
		for _, value := range row.get(p) {
			if problem := row.set(&scratch, value); problem != nil {
				return problem.Quote(row.Name, value)
			}
		}
	}
	return nil
}

// values are the parameters that parse reads as p, defaults left out.
func (t table[T]) values(p *T) url.Values {
	v := make(url.Values)
	for _, row := range t.rows {
		values := row.get(p)
		if len(values) == 0 && row.keepEmpty {
			values = []string{""}
		}
		if len(values) > 0 && !slices.Equal(values, row.get(&t.defaults)) {
			v[row.Name] = values
		}
	}
	return v
}

func (t table[T]) docs() []paramDoc {
	docs := make([]paramDoc, len(t.rows))
	for i, row := range t.rows {
		docs[i] = row.paramDoc
		if d := row.get(&t.defaults); len(d) > 0 && d[0] != "" && d[0] != "0" && d[0] != "false" {
			docs[i].Schema = withDefault(row.Schema, d[0])
		}
	}
	return docs
}

func withDefault(schema map[string]any, value string) map[string]any {
	with := map[string]any{"default": value}
	for k, v := range schema {
		with[k] = v
	}
	if n, err := strconv.Atoi(value); err == nil && schema["type"] == "integer" {
		with["default"] = n
	}
	return with
}

// unknown is the first parameter of v, by name, that the table has not.
func (t table[T]) unknown(v url.Values) string {
	var names []string
	for name := range v {
		if !slices.ContainsFunc(t.rows, func(row param[T]) bool { return row.Name == name }) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return slices.Min(names)
}

func (t table[T]) unknownParameter(name string) *fault.Error {
	var names []string
	for _, row := range t.rows {
		names = append(names, row.Name)
	}
	detail := fmt.Sprintf("there is no parameter %q here", fault.Clip(name))
	if near := nearest(name, names); near != "" {
		detail += fmt.Sprintf("; did you mean %q?", near)
	}
	return fault.New(fault.UnknownParameter, fault.Clip(name), "%s", detail)
}

// lift makes rows for a T of the rows for a part of it.
func lift[T, U any](rows []param[U], part func(*T) *U) []param[T] {
	lifted := make([]param[T], len(rows))
	for i, row := range rows {
		lifted[i] = param[T]{
			paramDoc:  row.paramDoc,
			set:       func(p *T, s string) *fault.Error { return row.set(part(p), s) },
			get:       func(p *T) []string { return row.get(part(p)) },
			keepEmpty: row.keepEmpty,
		}
	}
	return lifted
}

// required is rows of which those of names are needed.
func required[T any](rows []param[T], names ...string) []param[T] {
	rows = slices.Clone(rows)
	for i := range rows {
		if slices.Contains(names, rows[i].Name) {
			rows[i].Required = true
			rows[i].Schema = maps.Clone(rows[i].Schema)
			rows[i].Schema["minLength"] = 1
		}
	}
	return rows
}

// omit is rows but for those of names.
func omit[T any](rows []param[T], names ...string) []param[T] {
	return slices.DeleteFunc(slices.Clone(rows), func(row param[T]) bool { return slices.Contains(names, row.Name) })
}
