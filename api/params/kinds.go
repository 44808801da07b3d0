package params

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

// Text makes a parameter for a text of at most maxLength characters.
func Text[T any](name, doc string, maxLength int, field func(*T) *string) Param[T] {
	return Param[T]{
		Doc: Doc{Name: name, Text: doc, Schema: map[string]any{"type": "string", "maxLength": maxLength}},
		Set: func(p *T, s string) *fault.Error {
			if len(s) > maxLength && utf8.RuneCountInString(s) > maxLength {
				return fault.New(fault.TooLong, name, "%s is longer than %d characters", name, maxLength)
			}
			*field(p) = s
			return nil
		},
		Get: func(p *T) []string { return nonEmpty(*field(p)) },
	}
}

// Int makes a parameter for a whole number from low to high.
func Int[T any, N ~int | ~uint64](name, doc string, low, high int, field func(*T) *N) Param[T] {
	return Param[T]{
		Doc: Doc{Name: name, Text: doc, Schema: map[string]any{"type": "integer", "minimum": low, "maximum": high}},
		Set: func(p *T, s string) *fault.Error {
			n, err := strconv.Atoi(s)
			if err != nil {
				return fault.New(fault.InvalidNumber, name, "want a whole number")
			}
			if n < low || n > high {
				return fault.New(fault.OutOfRange, name, "want %d to %d", low, high)
			}
			*field(p) = N(n)
			return nil
		},
		Get: func(p *T) []string { return []string{strconv.Itoa(int(*field(p)))} },
	}
}

// Number makes a parameter for a number from 0 to high.
func Number[T any](name, doc string, high float64, field func(*T) *float64) Param[T] {
	return Param[T]{
		Doc: Doc{Name: name, Text: doc, Schema: map[string]any{"type": "number", "minimum": 0, "maximum": high}},
		Set: func(p *T, s string) *fault.Error {
			n, err := strconv.ParseFloat(s, 64)
			if err != nil {
				return fault.New(fault.InvalidNumber, name, "want a number")
			}
			if !(n >= 0 && n <= high) {
				return fault.New(fault.OutOfRange, name, "want 0 to %g", high)
			}
			*field(p) = n
			return nil
		},
		Get: func(p *T) []string { return []string{strconv.FormatFloat(*field(p), 'g', -1, 64)} },
	}
}

// Bool makes a parameter for true or false.
func Bool[T any](name, doc string, field func(*T) *bool) Param[T] {
	return Param[T]{
		Doc: Doc{Name: name, Text: doc, Schema: map[string]any{"type": "boolean"}},
		Set: func(p *T, s string) *fault.Error {
			b, err := strconv.ParseBool(s)
			if err != nil {
				return fault.New(fault.InvalidValue, name, "want true or false")
			}
			*field(p) = b
			return nil
		},
		Get: func(p *T) []string { return []string{strconv.FormatBool(*field(p))} },
	}
}

// Enum makes a parameter for one of the values in all.
func Enum[T any, E ~string](name, doc string, all []E, field func(*T) *E) Param[T] {
	return Param[T]{
		Doc: Doc{Name: name, Text: doc, Schema: map[string]any{"type": "string", "enum": all}},
		Set: func(p *T, s string) *fault.Error {
			if !slices.Contains(all, E(s)) {
				return NotAmong(name, s, all)
			}
			*field(p) = E(s)
			return nil
		},
		Get: func(p *T) []string { return nonEmpty(string(*field(p))) },
	}
}

// Flag makes a parameter that sets a field to true. It takes only the given value.
func Flag[T any](name, doc, value string, field func(*T) *bool) Param[T] {
	all := []string{value}
	return Param[T]{
		Doc: Doc{Name: name, Text: doc, Schema: map[string]any{"type": "string", "enum": all}},
		Set: func(p *T, s string) *fault.Error {
			if s != value {
				return NotAmong(name, s, all)
			}
			*field(p) = true
			return nil
		},
		Get: func(p *T) []string {
			if !*field(p) {
				return nil
			}
			return all
		},
	}
}

// List makes a repeatable parameter for some of the values in all, separated by commas. A list that
// was given empty is not nil.
func List[T any, E ~string](name, doc string, all []E, field func(*T) *[]E) Param[T] {
	return Param[T]{
		Doc: Doc{Name: name, Text: doc, Repeat: true, Schema: map[string]any{"type": "string"}},
		Set: func(p *T, s string) *fault.Error {
			list := append([]E{}, *field(p)...)
			for _, e := range strings.Split(s, ",") {
				e = strings.TrimSpace(e)
				switch {
				case e == "":
				case !slices.Contains(all, E(e)):
					return NotAmong(name, e, all)
				case !slices.Contains(list, E(e)):
					list = append(list, E(e))
				}
			}
			*field(p) = list
			return nil
		},
		Get: func(p *T) []string {
			if *field(p) == nil {
				return nil
			}
			var names []string
			for _, e := range *field(p) {
				names = append(names, string(e))
			}
			return []string{strings.Join(names, ",")}
		},
	}
}

// Date makes a parameter for a day, a month or a year.
func Date[T any](name, doc string, field func(*T) *data.Date) Param[T] {
	return Param[T]{
		Doc: Doc{Name: name, Text: doc, Schema: map[string]any{"type": "string", "pattern": "^(" + datePattern + ")?$"}},
		Set: func(p *T, s string) *fault.Error {
			d, err := data.ParseDate(s)
			if err != nil {
				return fault.New(fault.InvalidDate, name, "want YYYY, YYYY-MM or YYYY-MM-DD of the calendar")
			}
			*field(p) = d
			return nil
		},
		Get: func(p *T) []string { return nonEmpty(field(p).String()) },
	}
}

// Patterns for the JSON schemas. Where they are used, an empty value is allowed too, which counts
// as absent.
const (
	datePattern = `\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?`
	timePattern = datePattern + `|\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)`
)

// Time makes a parameter for a time or a date. A date means its first moment in UTC.
func Time[T any](name, doc string, field func(*T) *time.Time) Param[T] {
	return Param[T]{
		Doc: Doc{Name: name, Text: doc, Schema: map[string]any{"type": "string", "pattern": "^(" + timePattern + ")?$"}},
		Set: func(p *T, s string) *fault.Error {
			t, err := time.Parse(time.RFC3339, s)
			if d, dateErr := data.ParseDate(s); dateErr == nil {
				t, err = time.Unix(int64(d.FirstDay())*24*60*60, 0).UTC(), nil
			}
			if err != nil {
				return fault.New(fault.InvalidDate, name, "want RFC 3339 (2024-03-21T10:00:00Z) or a date")
			}
			*field(p) = t
			return nil
		},
		Get: func(p *T) []string {
			if field(p).IsZero() {
				return nil
			}
			return []string{field(p).UTC().Format(time.RFC3339Nano)}
		},
	}
}

// nonEmpty returns a slice with s, or nil if s is empty.
func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// NotAmong returns the error for a value that is not in all. It suggests the nearest value, if one
// is near.
func NotAmong[E ~string](name, got string, all []E) *fault.Error {
	names := make([]string, len(all))
	for i, e := range all {
		names[i] = string(e)
	}
	message := "want one of " + strings.Join(names, ", ")
	if near := Nearest(got, names); near != "" {
		message += fmt.Sprintf("; did you mean %q?", near)
	}
	return fault.New(fault.InvalidValue, name, "%s", message)
}
