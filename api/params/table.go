package params

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"paperboy/api/fault"
)

// Param is one parameter of a request whose parameters are a T.
type Param[T any] struct {
	Doc
	// Set reads one value into a T, which it leaves alone on an error.
	Set func(*T, string) *fault.Error
	// Get returns the values that Set would read as what is in a T.
	Get func(*T) []string
	// KeepEmpty passes empty values to Set. Otherwise an empty value counts as absent: a form
	// sends the fields that nobody filled in.
	KeepEmpty bool
}

// Doc is what the OpenAPI document says of a parameter.
type Doc struct {
	Name string
	Text string
	// Repeat allows several values.
	Repeat bool
	// Required is true if a request without a value is refused.
	Required bool
	// Schema is the JSON schema of one value.
	Schema map[string]any
	// Object is the JSON schema of an object that a body may have in place of all values; nil
	// if it may not.
	Object map[string]any
}

// Table has the parameters of one request, and the values of those that are absent.
type Table[T any] struct {
	Rows     []Param[T]
	Defaults T
}

// Parse reads v. If it is strict, an unknown parameter and a malformed value are errors, each
// a [fault.Error]. Otherwise unknown parameters are ignored, and malformed values become
// notices.
func (t Table[T]) Parse(v url.Values, strict bool) (p T, notices []string, err error) {
	if name := t.unknown(v); strict && name != "" {
		return p, nil, t.unknownParameter(name)
	}
	for _, row := range t.Rows {
		problems := row.read(&p, v[row.Name], &t.Defaults)
		for _, problem := range problems {
			if strict {
				return p, nil, problem
			}
			notices = append(notices, problem.Message)
		}
	}
	return p, notices, nil
}

func (row Param[T]) read(p *T, values []string, defaults *T) (problems []*fault.Error) {
	given := false
	for _, value := range values {
		if value == "" && !row.KeepEmpty {
			continue
		}
		if given && !row.Repeat {
			return append(problems, fault.New(fault.RepeatedParameter, row.Name, "%s was given more than once", row.Name))
		}
		if problem := row.Set(p, strings.ToValidUTF8(value, "\uFFFD")); problem != nil {
			problems = append(problems, problem.Quote(row.Name, value))
			continue
		}
		given = true
	}
	if !given {
		for _, value := range row.Get(defaults) {
			row.Set(p, value)
		}
	}
	return problems
}

// Validate checks a T that was made by a program, by the limits of the rows.
func (t Table[T]) Validate(p *T) error {
	var scratch T
	for _, row := range t.Rows {
		for _, value := range row.Get(p) {
			if problem := row.Set(&scratch, value); problem != nil {
				return problem.Quote(row.Name, value)
			}
		}
	}
	return nil
}

// Values returns the parameters that Parse reads as p, without those that are as by default.
func (t Table[T]) Values(p *T) url.Values {
	v := make(url.Values)
	for _, row := range t.Rows {
		values := row.Get(p)
		if len(values) == 0 && row.KeepEmpty {
			values = []string{""}
		}
		if len(values) > 0 && !slices.Equal(values, row.Get(&t.Defaults)) {
			v[row.Name] = values
		}
	}
	return v
}

// Docs describes the parameters, with their defaults in the schemas.
func (t Table[T]) Docs() []Doc {
	docs := make([]Doc, len(t.Rows))
	for i, row := range t.Rows {
		docs[i] = row.Doc
		if d := row.Get(&t.Defaults); len(d) > 0 && d[0] != "" && d[0] != "0" && d[0] != "false" {
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

// unknown returns the name of the first parameter of v, by name, that has no row; "" if all
// have.
func (t Table[T]) unknown(v url.Values) string {
	var names []string
	for name := range v {
		if !slices.ContainsFunc(t.Rows, func(row Param[T]) bool { return row.Name == name }) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return slices.Min(names)
}

func (t Table[T]) unknownParameter(name string) *fault.Error {
	var names []string
	for _, row := range t.Rows {
		names = append(names, row.Name)
	}
	message := fmt.Sprintf("there is no parameter %q here", fault.Clip(name))
	if near := Nearest(name, names); near != "" {
		message += fmt.Sprintf("; did you mean %q?", near)
	}
	return fault.New(fault.UnknownParameter, fault.Clip(name), "%s", message)
}

// Lift makes rows for a T out of rows for a part of it.
func Lift[T, U any](rows []Param[U], part func(*T) *U) []Param[T] {
	lifted := make([]Param[T], len(rows))
	for i, row := range rows {
		lifted[i] = Param[T]{
			Doc:       row.Doc,
			Set:       func(p *T, s string) *fault.Error { return row.Set(part(p), s) },
			Get:       func(p *T) []string { return row.Get(part(p)) },
			KeepEmpty: row.KeepEmpty,
		}
	}
	return lifted
}

// Required returns rows with those of names marked as required.
func Required[T any](rows []Param[T], names ...string) []Param[T] {
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

// Omit returns rows without those of names.
func Omit[T any](rows []Param[T], names ...string) []Param[T] {
	return slices.DeleteFunc(slices.Clone(rows), func(row Param[T]) bool { return slices.Contains(names, row.Name) })
}

// Alias makes row another name of a parameter: it is read, and never written.
func Alias[T any](row Param[T]) Param[T] {
	row.Get = func(*T) []string { return nil }
	return row
}

// KeepEmpty makes row tell an empty value from an absent one.
func KeepEmpty[T any](row Param[T]) Param[T] {
	row.KeepEmpty = true
	return row
}

// Coded gives row another code for the values that it refuses.
func Coded[T any](code fault.Code, row Param[T]) Param[T] {
	set := row.Set
	row.Set = func(p *T, s string) *fault.Error {
		f := set(p, s)
		if f != nil {
			f.Code = code
		}
		return f
	}
	return row
}
