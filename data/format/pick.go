package format

import (
	"bytes"
	"reflect"
	"strings"
)

const (
	// minPickBytes is the least object from which members are picked: below it the
	// decoder is as fast.
	minPickBytes = 4 << 10
	// maxNesting is how deep the decoder of JSON goes.
	maxNesting = 10_000
)

// fieldNames are the names of the members that a W is decoded from, in lower case.
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

// pick leaves of a large object the members with these names, and spares the
// decoder those that nobody reads: references, concepts, embeddings, which are most
// of what catalogues give. What is left out is measured by its brackets and not
// checked. An object that is wrong between its members, or nested too deep, comes
// back as it is, for the decoder to say so.
func pick(text []byte, names map[string]bool) []byte {
	if len(text) < minPickBytes || text[0] != '{' {
		return text
	}
	picked := []byte{'{'}
	rest := text[1:]
	for {
		key, afterKey := cutValue(rest)
		afterKey = bytes.TrimLeft(afterKey, jsonSpace)
		if len(key) == 0 || key[0] != '"' || len(afterKey) == 0 || afterKey[0] != ':' {
			return text
		}
		value, afterValue := cutValue(afterKey[1:])
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

// jsonSpace is what may stand between the parts of JSON.
const jsonSpace = " \t\r\n"

// cutValue cuts the first value off a text; the value is empty where none ends.
func cutValue(text []byte) (value, rest []byte) {
	text = bytes.TrimLeft(text, jsonSpace)
	var extent extent
	n, ended := extent.scan(text)
	if !ended || extent.deepest > maxNesting {
		return nil, text
	}
	return text[:n], text[n:]
}
