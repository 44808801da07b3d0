package format

import (
	"bytes"
	"reflect"
	"strings"
)

const (
	// minPickBytes is the size from which picking members pays off. For smaller objects, the
	// decoder is as fast.
	minPickBytes = 4 << 10
	// maxNesting is the nesting depth that the JSON decoder allows.
	maxNesting = 10_000
)

// fieldNames returns the names of the members that a W is decoded from, in lower case.
func fieldNames[W any]() map[string]bool {
	names := map[string]bool{}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[W]()) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" {
			name = f.Name
		}
		names[strings.ToLower(name)] = true
	}
	return names
}

// pick returns a large object with only the named members. This saves decoding the members that
// are not used, such as references, concepts and embeddings, which make up most of the data of
// catalogues. The dropped members are not checked. An object with an error between its members,
// or that is nested too deep, is returned unchanged, so that the decoder reports the error.
func pick(text []byte, names map[string]bool) []byte {
	if len(text) < minPickBytes || text[0] != '{' {
		return text
	}
	picked := []byte{'{'}
	rest := text[1:]
	for {
		key, afterKey := CutValue(rest)
		afterKey = bytes.TrimLeft(afterKey, jsonSpace)
		if len(key) == 0 || key[0] != '"' || len(afterKey) == 0 || afterKey[0] != ':' {
			return text
		}
		value, afterValue := CutValue(afterKey[1:])
		afterValue = bytes.TrimLeft(afterValue, jsonSpace)
		if len(value) == 0 || len(afterValue) == 0 {
			return text
		}
		if name := key[1 : len(key)-1]; names[string(bytes.ToLower(name))] || bytes.IndexByte(name, '\\') >= 0 {
			if len(picked) > 1 {
				picked = append(picked, ',')
			}
			picked = append(append(append(picked, key...), ':'), value...)
		}
		switch {
		case afterValue[0] == ',':
			rest = afterValue[1:]
		case afterValue[0] == '}' && len(bytes.TrimLeft(afterValue[1:], jsonSpace)) == 0:
			return append(picked, '}')
		default:
			return text
		}
	}
}

// jsonSpace is the white space of JSON.
const jsonSpace = " \t\r\n"

// CutValue splits a text after its first JSON value, by brackets and quotes. The value is empty if
// it doesn't end or is nested too deep.
func CutValue(text []byte) (value, rest []byte) {
	text = bytes.TrimLeft(text, jsonSpace)
	var extent extent
	n, ended := extent.scan(text)
	if !ended || extent.deepest > maxNesting {
		return nil, text
	}
	return text[:n], text[n:]
}
