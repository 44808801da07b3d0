// Package anyjson fills records from JSON whose shape is known only in part: that of catalogues,
// reference managers and people's own programs, which have the same things in many forms. An
// author may be a string, or an object with a family name under one of a dozen keys; a date may be
// words, numbers or seconds.
//
// A reader looks up the Value of each Field, by a table of paths (Paths) or of names, and
// Stated.Fill turns them into a record. A value of a type that can't be read costs its field, with
// a warning, and not the paper. FromYAML turns YAML into JSON first.
//
// The package does not recognize formats and does not split inputs into entries.
package anyjson

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// Value is the JSON text of one value. It is empty if there is none.
type Value []byte

// UnmarshalJSON keeps a copy of the text.
func (v *Value) UnmarshalJSON(b []byte) error {
	*v = bytes.Clone(b)
	return nil
}

// Kind is the type of a JSON value.
type Kind byte

// The kinds. A value whose text is not JSON is Missing.
const (
	Missing Kind = iota
	Null
	Bool
	Number
	String
	List
	Object
)

// Kind returns the type of the value, by its first character.
func (v Value) Kind() Kind {
	if len(v) == 0 {
		return Missing
	}
	switch c := v[0]; {
	case c == '"':
		return String
	case c == '{':
		return Object
	case c == '[':
		return List
	case c == '-' || '0' <= c && c <= '9':
		return Number
	case string(v) == "null":
		return Null
	case string(v) == "true" || string(v) == "false":
		return Bool
	}
	return Missing
}

// IsEmpty reports whether the value states nothing: null, "", [], {}, or no value.
func (v Value) IsEmpty() bool {
	switch v.Kind() {
	case Missing, Null:
		return true
	case String:
		return len(bytes.TrimSpace(v[1:len(v)-1])) == 0
	case List, Object:
		return len(bytes.TrimSpace(v[1:len(v)-1])) == 0
	}
	return false
}

// Members yields the keys and values of an object, as far as it is valid. It yields nothing for
// other values.
func (v Value) Members() iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		_ = v.scan(func(key []byte, value Value) bool { return yield(Value(key).str(), value) })
	}
}

// scan calls visit with the quoted key and the value of each member until it returns false. It
// reports whether the text is an object whose members end where they should.
func (v Value) scan(visit func(key []byte, value Value) bool) bool {
	if v.Kind() != Object {
		return false
	}
	rest := skipSpace(v[1:])
	if len(rest) == 1 && rest[0] == '}' {
		return true
	}
	for {
		key, after := format.CutValue(rest)
		after = skipSpace(after)
		if len(key) < 2 || key[0] != '"' || len(after) == 0 || after[0] != ':' {
			return false
		}
		value, after := format.CutValue(after[1:])
		after = skipSpace(after)
		if Value(value).Kind() == Missing || len(after) == 0 {
			return false
		}
		if !visit(key, value) {
			return true
		}
		switch {
		case after[0] == ',':
			rest = skipSpace(after[1:])
		case after[0] == '}':
			return len(skipSpace(after[1:])) == 0
		default:
			return false
		}
	}
}

// Elements yields the elements of a list, as far as it is valid, and any other value that is not
// null as the only one.
func (v Value) Elements() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		switch v.Kind() {
		case Missing, Null:
			return
		case List:
		default:
			yield(v)
			return
		}
		for rest := v[1:]; ; {
			value, after := format.CutValue(rest)
			if len(value) == 0 || value[0] == ']' || !yield(value) {
				return
			}
			after = skipSpace(after)
			if len(after) == 0 || after[0] != ',' {
				return
			}
			rest = after[1:]
		}
	}
}

// Member returns the value of a key, or no value.
func (v Value) Member(key string) Value {
	for name, value := range v.Members() {
		if name == key {
			return value
		}
	}
	return nil
}

// str returns the text of a string, or "" for other values. Line ends and tabs in a string, and
// backslashes that escape nothing, which JSON does not allow, are taken as they are.
func (v Value) str() string {
	if v.Kind() != String || len(v) < 2 {
		return ""
	}
	for _, c := range v {
		if c == '\\' || c < ' ' {
			var s string
			if format.Decode(v, &s) != nil && format.Decode(v.repaired(), &s) != nil {
				return ""
			}
			return s
		}
	}
	return string(v[1 : len(v)-1])
}

// repaired returns a string with control characters and stray backslashes escaped.
func (v Value) repaired() Value {
	var b []byte
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case c < ' ':
			b = fmt.Appendf(b, "\\u%04x", c)
		case c != '\\':
			b = append(b, c)
		case i+1 < len(v)-1 && strings.IndexByte(`"\/bfnrt`, v[i+1]) >= 0, i+6 < len(v) && v[i+1] == 'u' && isHex(v[i+2:i+6]):
			b = append(b, c, v[i+1])
			i++
		default:
			b = append(b, '\\', '\\')
		}
	}
	return b
}

func isHex(digits []byte) bool {
	return len(bytes.Trim(digits, "0123456789abcdefABCDEF")) == 0
}

// textKeys are the keys under which an object has its text, first the most specific.
var textKeys = []string{"value", "text", "#text", "$", "_", "content", "title", "name", "display_name", "displayName", "label", "term", "id", "@value", "$date", "$oid", "$numberLong", "$numberInt", "url", "href"}

// Text returns the text of a string or number; of a list, that of the first element that
// has one; of an object, that of its value. Objects by language, {"en": "Title"}, have the text of
// English, or else of the first language. It returns "" if there is no text.
func (v Value) Text() string { return v.text(maxTextDepth) }

// maxTextDepth is how deep texts are in lists and objects.
const maxTextDepth = 4

func (v Value) text(depth int) string {
	if depth == 0 {
		return ""
	}
	switch v.Kind() {
	case String:
		return v.str()
	case Number:
		return string(v)
	case List:
		for one := range v.Elements() {
			if s := one.text(depth - 1); strings.TrimSpace(s) != "" {
				return s
			}
		}
	case Object:
		return v.objectText(depth)
	}
	return ""
}

func (v Value) objectText(depth int) string {
	found := make([]string, len(textKeys))
	inLanguage := ""
	for key, value := range v.Members() {
		for i, known := range textKeys {
			if key == known && found[i] == "" {
				found[i] = value.text(depth - 1)
			}
		}
		if n := len(key); (n == 2 || n == 3) && value.Kind() == String && (inLanguage == "" || key == "en" || key == "eng") {
			if format.Language(key) != "" {
				inLanguage = value.str()
			}
		}
	}
	for _, s := range found {
		if s != "" {
			return s
		}
	}
	return inLanguage
}

// maxTexts is how many texts of a list are read.
const maxTexts = 50_000

// Texts returns the texts of the elements of a list, or of any other value as the only one,
// without empty ones. Of a very long list, it returns the first 50,000.
func (v Value) Texts() []string {
	var texts []string
	for one := range v.Elements() {
		if len(texts) == maxTexts {
			break
		}
		if s := one.Text(); strings.TrimSpace(s) != "" {
			texts = append(texts, s)
		}
	}
	return texts
}

// Each calls visit with every member of an object. Its error, a *data.FieldError, says why the
// text is not an object; visit may have been called before. The quoted key may have escapes.
func Each(text []byte, visit func(key []byte, value Value)) error {
	if v := Value(text); v.Kind() != Object && json.Valid(text) {
		return &data.FieldError{Code: "invalid_type", Reason: "must be an object, got " + v.article()}
	}
	isObject := Value(text).scan(func(key []byte, value Value) bool { visit(key, value); return true })
	if isObject && !bytes.ContainsRune(text, 0) {
		return nil
	}
	var any json.RawMessage
	reason := "not valid JSON"
	if err := json.Unmarshal(text, &any); err != nil {
		reason += ": " + err.Error()
	}
	return &data.FieldError{Code: "invalid_json", Reason: reason}
}

// article returns the kind of the value with an article.
func (v Value) article() string {
	switch v.Kind() {
	case Null:
		return "null"
	case Bool:
		return "a bool"
	case Number:
		return "a number"
	case String:
		return "a string"
	case List:
		return "a list"
	}
	return "an object"
}

func skipSpace(text []byte) []byte { return bytes.TrimLeft(text, " \t\r\n") }
