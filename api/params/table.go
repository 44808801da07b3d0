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

// Param is one parameter of a request. T is the struct of all the request's parameters.
type Param[T any] struct {
	Doc
	// Set reads one value into a T. If it returns an error, it leaves the T unchanged.
	Set func(*T, string) *fault.Error
	// Get returns the values from which Set would make the parameter of a T.
	Get func(*T) []string
	// KeepEmpty passes empty values to Set. Otherwise an empty value counts as absent, because
	// forms send the fields that were left empty.
	KeepEmpty bool
}

// Doc describes a parameter in the OpenAPI document.
type Doc struct {
	Name string
	Text string
	// Repeat allows several values.
	Repeat bool
	// Required says that a request without a value is refused.
	Required bool
	// Schema is the JSON schema of one value.
	Schema map[string]any
	// Object is the JSON schema of an object that a body may have instead of the values; nil if
	// it may not have one.
	Object map[string]any
}

// Table has the parameters of one request, and their defaults.
type Table[T any] struct {
	Rows     []Param[T]
	Defaults T
	// Check returns a fault if two parameters of a T, each well formed, contradict each other,
	// and nil otherwise. If Check is nil, none do.
	Check func(*T) *fault.Error
}

// Parse reads the parameters in v. If strict, an unknown parameter, a malformed value or a
// contradiction is an error, a *[fault.Error]. Otherwise unknown parameters are ignored, the other
// problems become notices, and the error is nil.
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
	if t.Check == nil {
		return p, notices, nil
	}
	problem := t.Check(&p)
	switch {
	case problem == nil:
		return p, notices, nil
	case strict:
		return p, nil, problem
	}
	return p, append(notices, problem.Message), nil
}

// read sets the parameter of p from its values, or from defaults if none is good, and returns the
// problems of the others.
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

// Validate checks parameters that were set by a program: it returns an error if one could not be
// read from a request.
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

// Values returns the parameters that Parse reads as p, without those that have their default.
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

// Docs returns the descriptions of the parameters, with their defaults in the schemas.
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

// unknown returns the alphabetically first name in v that isn't a parameter of the table. It
// returns "" if all are.
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

// Required returns a copy of rows in which the parameters with the given names are required.
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

// Omit returns a copy of rows without the parameters with the given names.
func Omit[T any](rows []Param[T], names ...string) []Param[T] {
	return slices.DeleteFunc(slices.Clone(rows), func(row Param[T]) bool { return slices.Contains(names, row.Name) })
}

// Alias returns row as another name of a parameter: it is read, but never written.
func Alias[T any](row Param[T]) Param[T] {
	row.Get = func(*T) []string { return nil }
	return row
}

// KeepEmpty returns row as a parameter that distinguishes an empty value from an absent one.
func KeepEmpty[T any](row Param[T]) Param[T] {
	row.KeepEmpty = true
	return row
}

// Coded returns row with the given code for the values that it refuses.
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
