package api

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"paperboy/api/fault"
	"paperboy/data"
)

// The kinds of parameters. Each takes the place in T that it fills.

func textParam[T any](name, doc string, maxLength int, at func(*T) *string) param[T] {
	return param[T]{
		paramDoc: paramDoc{Name: name, Doc: doc, Schema: map[string]any{"type": "string", "maxLength": maxLength}},
		set: func(p *T, s string) *fault.Error {
			if len(s) > maxLength && utf8.RuneCountInString(s) > maxLength {
				return fault.New(fault.TooLong, name, "%s is longer than %d characters", name, maxLength)
			}
			*at(p) = s
			return nil
		},
		get: func(p *T) []string { return given(*at(p)) },
	}
}

func intParam[T any, N ~int | ~uint64](name, doc string, least, most int, at func(*T) *N) param[T] {
	return param[T]{
		paramDoc: paramDoc{Name: name, Doc: doc, Schema: map[string]any{"type": "integer", "minimum": least, "maximum": most}},
		set: func(p *T, s string) *fault.Error {
			n, err := strconv.Atoi(s)
			if err != nil {
				return fault.New(fault.InvalidNumber, name, "want a whole number")
			}
			if n < least || n > most {
				return fault.New(fault.OutOfRange, name, "want %d to %d", least, most)
			}
			*at(p) = N(n)
			return nil
		},
		get: func(p *T) []string { return []string{strconv.Itoa(int(*at(p)))} },
	}
}

// numberParam is a number from 0 to most.
func numberParam[T any](name, doc string, most float64, at func(*T) *float64) param[T] {
	return param[T]{
		paramDoc: paramDoc{Name: name, Doc: doc, Schema: map[string]any{"type": "number", "minimum": 0, "maximum": most}},
		set: func(p *T, s string) *fault.Error {
			n, err := strconv.ParseFloat(s, 64)
			if err != nil {
				return fault.New(fault.InvalidNumber, name, "want a number")
			}
			if !(n >= 0 && n <= most) {
				return fault.New(fault.OutOfRange, name, "want 0 to %g", most)
			}
			*at(p) = n
			return nil
		},
		get: func(p *T) []string { return []string{strconv.FormatFloat(*at(p), 'g', -1, 64)} },
	}
}

func boolParam[T any](name, doc string, at func(*T) *bool) param[T] {
	return param[T]{
		paramDoc: paramDoc{Name: name, Doc: doc, Schema: map[string]any{"type": "boolean"}},
		set: func(p *T, s string) *fault.Error {
			b, err := strconv.ParseBool(s)
			if err != nil {
				return fault.New(fault.InvalidValue, name, "want true or false")
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
		set: func(p *T, s string) *fault.Error {
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
		set: func(p *T, s string) *fault.Error {
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
		paramDoc: paramDoc{Name: name, Doc: doc, Schema: map[string]any{"type": "string", "pattern": "^(" + datePattern + ")?$"}},
		set: func(p *T, s string) *fault.Error {
			d, err := data.ParseDate(s)
			if err != nil {
				return fault.New(fault.InvalidDate, name, "want YYYY, YYYY-MM or YYYY-MM-DD of the calendar")
			}
			*at(p) = d
			return nil
		},
		get: func(p *T) []string { return given(at(p).String()) },
	}
}

// Patterns of the OpenAPI document. An empty parameter is as good as absent, as a form sends
// it, so that all of them allow it.
const (
	datePattern = `\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?`
	timePattern = datePattern + `|\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)`
)

// timeParam is an instant, or a date: its first moment in UTC.
func timeParam[T any](name, doc string, at func(*T) *time.Time) param[T] {
	return param[T]{
		paramDoc: paramDoc{Name: name, Doc: doc, Schema: map[string]any{"type": "string", "pattern": "^(" + timePattern + ")?$"}},
		set: func(p *T, s string) *fault.Error {
			t, err := time.Parse(time.RFC3339, s)
			if d, dateErr := data.ParseDate(s); dateErr == nil {
				t, err = time.Unix(int64(d.FirstDay())*24*60*60, 0).UTC(), nil
			}
			if err != nil {
				return fault.New(fault.InvalidDate, name, "want RFC 3339 (2024-03-21T10:00:00Z) or a date")
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

func notAmong[E ~string](name, got string, all []E) *fault.Error {
	names := make([]string, len(all))
	for i, e := range all {
		names[i] = string(e)
	}
	detail := "want one of " + strings.Join(names, ", ")
	if near := nearest(got, names); near != "" {
		detail += fmt.Sprintf("; did you mean %q?", near)
	}
	return fault.New(fault.InvalidValue, name, "%s", detail)
}
