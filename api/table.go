package api

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"paperboy/data"
)

// param is one parameter of a request that is parsed into a T. The rows of a
// table drive parsing, links and the OpenAPI document.
type param[T any] struct {
	paramDoc
	// set reads one value into a T, which it leaves alone on error.
	set func(*T, string) *Problem
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
	// Schema is the JSON schema of one value.
	Schema map[string]any
}

// table is the parameters of one request.
type table[T any] struct {
	rows     []param[T]
	defaults T
}

// parse reads v. Strict, an unknown parameter or a malformed value is a
// *Problem; otherwise the first is ignored and the second becomes a notice.
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
			notices = append(notices, problem.Detail)
		}
	}
	return p, notices, nil
}

func (row param[T]) parse(p *T, values []string, defaults *T) (problems []*Problem) {
	given := false
	for _, value := range values {
		if value == "" && !row.keepEmpty {
			continue
		}
		if given && !row.Repeat {
			return append(problems, newProblem("repeated_parameter", row.Name, "%s was given more than once", row.Name))
		}
		if problem := row.set(p, strings.ToValidUTF8(value, "\uFFFD")); problem != nil {
			problems = append(problems, problem.of(row.Name, value))
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
				return problem.of(row.Name, value)
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

func (t table[T]) unknownParameter(name string) *Problem {
	var names []string
	for _, row := range t.rows {
		names = append(names, row.Name)
	}
	detail := fmt.Sprintf("there is no parameter %q here", clip(name))
	if near := nearest(name, names); near != "" {
		detail += fmt.Sprintf("; did you mean %q?", near)
	}
	return newProblem("unknown_parameter", clip(name), "%s", detail)
}

// lift makes rows for a T of the rows for a part of it.
func lift[T, U any](rows []param[U], part func(*T) *U) []param[T] {
	lifted := make([]param[T], len(rows))
	for i, row := range rows {
		lifted[i] = param[T]{
			paramDoc:  row.paramDoc,
			set:       func(p *T, s string) *Problem { return row.set(part(p), s) },
			get:       func(p *T) []string { return row.get(part(p)) },
			keepEmpty: row.keepEmpty,
		}
	}
	return lifted
}

// The kinds of parameters. Each takes the place in T that it fills.

func textParam[T any](name, doc string, maxLength int, at func(*T) *string) param[T] {
	return param[T]{
		paramDoc: paramDoc{Name: name, Doc: doc, Schema: map[string]any{"type": "string", "maxLength": maxLength}},
		set: func(p *T, s string) *Problem {
			if len(s) > maxLength && utf8.RuneCountInString(s) > maxLength {
				return newProblem("too_long", name, "%s is longer than %d characters", name, maxLength)
			}
			*at(p) = s
			return nil
		},
		get: func(p *T) []string { return given(*at(p)) },
	}
}

func intParam[T any](name, doc string, least, most int, at func(*T) *int) param[T] {
	return param[T]{
		paramDoc: paramDoc{Name: name, Doc: doc, Schema: map[string]any{"type": "integer", "minimum": least, "maximum": most}},
		set: func(p *T, s string) *Problem {
			n, err := strconv.Atoi(s)
			if err != nil {
				return newProblem("invalid_number", name, "want a whole number")
			}
			if n < least || n > most {
				return newProblem("out_of_range", name, "want %d to %d", least, most)
			}
			*at(p) = n
			return nil
		},
		get: func(p *T) []string { return []string{strconv.Itoa(*at(p))} },
	}
}

func boolParam[T any](name, doc string, at func(*T) *bool) param[T] {
	return param[T]{
		paramDoc: paramDoc{Name: name, Doc: doc, Schema: map[string]any{"type": "boolean"}},
		set: func(p *T, s string) *Problem {
			b, err := strconv.ParseBool(s)
			if err != nil {
				return newProblem("invalid_value", name, "want true or false")
			}
			*at(p) = b
			return nil
		},
		get: func(p *T) []string { return []string{strconv.FormatBool(*at(p))} },
	}
}

func enumParam[T any, E ~string](name, doc string, all []E, at func(*T) *E) param[T] {
	return param[T]{
		paramDoc: paramDoc{Name: name, Doc: doc, Schema: map[string]any{"type": "string", "enum": all}},
		set: func(p *T, s string) *Problem {
			if !slices.Contains(all, E(s)) {
				return notAmong(name, s, all)
			}
			*at(p) = E(s)
			return nil
		},
		get: func(p *T) []string { return given(string(*at(p))) },
	}
}

// listParam is a comma-separated list of some of all, perhaps empty.
func listParam[T any, E ~string](name, doc string, all []E, at func(*T) *[]E) param[T] {
	return param[T]{
		paramDoc: paramDoc{Name: name, Doc: doc, Repeat: true, Schema: map[string]any{"type": "string"}},
		set: func(p *T, s string) *Problem {
			list := append([]E{}, *at(p)...)
			for _, e := range strings.Split(s, ",") {
				e = strings.TrimSpace(e)
				switch {
				case e == "":
				case !slices.Contains(all, E(e)):
					return notAmong(name, e, all)
				case !slices.Contains(list, E(e)):
					list = append(list, E(e))
				}
			}
			*at(p) = list
			return nil
		},
		get: func(p *T) []string {
			if *at(p) == nil {
				return nil
			}
			var names []string
			for _, e := range *at(p) {
				names = append(names, string(e))
			}
			return []string{strings.Join(names, ",")}
		},
	}
}

func dateParam[T any](name, doc string, at func(*T) *data.Date) param[T] {
	return param[T]{
		paramDoc: paramDoc{Name: name, Doc: doc, Schema: map[string]any{"type": "string", "pattern": `^\d{4}(-\d\d(-\d\d)?)?$`}},
		set: func(p *T, s string) *Problem {
			d, err := data.ParseDate(s)
			if err != nil {
				return newProblem("invalid_date", name, "want YYYY, YYYY-MM or YYYY-MM-DD of the calendar")
			}
			*at(p) = d
			return nil
		},
		get: func(p *T) []string { return given(at(p).String()) },
	}
}

// timeParam is an instant, or a date: its first moment in UTC.
func timeParam[T any](name, doc string, at func(*T) *time.Time) param[T] {
	return param[T]{
		paramDoc: paramDoc{Name: name, Doc: doc, Schema: map[string]any{"type": "string"}},
		set: func(p *T, s string) *Problem {
			t, err := time.Parse(time.RFC3339, s)
			if d, dateErr := data.ParseDate(s); dateErr == nil {
				t, err = time.Unix(int64(d.FirstDay())*24*60*60, 0).UTC(), nil
			}
			if err != nil {
				return newProblem("invalid_date", name, "want RFC 3339 (2024-03-21T10:00:00Z) or a date")
			}
			*at(p) = t
			return nil
		},
		get: func(p *T) []string {
			if at(p).IsZero() {
				return nil
			}
			return []string{at(p).UTC().Format(time.RFC3339Nano)}
		},
	}
}

func given(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

func notAmong[E ~string](name, got string, all []E) *Problem {
	names := make([]string, len(all))
	for i, e := range all {
		names[i] = string(e)
	}
	detail := "want one of " + strings.Join(names, ", ")
	if near := nearest(got, names); near != "" {
		detail += fmt.Sprintf("; did you mean %q?", near)
	}
	return newProblem("invalid_value", name, "%s", detail)
}

// nearest is the name at most two edits, and half its letters, away
// from s; empty where there is none.
func nearest(s string, names []string) string {
	best, least := "", 3
	for _, name := range names {
		if len(s) > 64 {
			break
		}
		if d := editDistance(s, name); d < least && 2*d <= len(name) {
			best, least = name, d
		}
	}
	return best
}

// editDistance is Levenshtein's, in bytes.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			substitute := diagonal
			if a[i] != b[j] {
				substitute++
			}
			diagonal = row[j+1]
			row[j+1] = min(substitute, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
