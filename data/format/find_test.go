package format

import (
	"bytes"
	"encoding/json"
	"io"
	"testing"
)

// FuzzFind looks for objects that begin with a title. Every outermost object must be found, itself
// or by the records in it, and what is found must be JSON.
func FuzzFind(f *testing.F) {
	for _, seed := range []string{
		`{"title":"a"}`, `[{"title":"a"},{"x":{"title":"b"}}]`, `{"a":[1,{"title":"b","c":[{}]}],"n":null}`, `{"a":1} {"title":"b"}`,
		`[[[[[[[[{"title":"a"}]]]]]]]]`, `{"a":"\"}]","b":{"c":"{"}}`, `[1,"a",null,{}]`, "\ufeff[{\"title\":1}\n,]", `{"a":{"b":{"c":{"d":{"e":{"f":{"g":{"title":"h"}}}}}}}}`,
		`{"a":[`, `{"title":"a"`, `}`, `[{"a":1}{"title":2}]`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, input []byte) {
		found, failed := 0, false
		for entry, err := range Find(bytes.NewReader(input), func(head []byte, _ bool) bool { return bytes.HasPrefix(head, []byte(`{"title"`)) }) {
			if err != nil {
				failed = true
				continue
			}
			found++
			if outermost(entry.Text) < 0 && outermost(input) >= 0 {
				t.Errorf("%q is not JSON", entry.Text)
			}
		}
		if want := outermost(input); found < want {
			t.Errorf("found %d of %d objects (failed: %t)", found, want, failed)
		}
	})
}

// outermost returns the number of objects in a stream of JSON values, or in the lists that the
// stream has, or -1 if it is not valid.
func outermost(input []byte) (n int) {
	values := json.NewDecoder(bytes.NewReader(input))
	for {
		var value any
		if err := values.Decode(&value); err == io.EOF {
			return n
		} else if err != nil {
			return -1
		}
		switch v := value.(type) {
		case map[string]any:
			n++
		case []any:
			for _, element := range v {
				if _, ok := element.(map[string]any); ok {
					n++
				}
			}
		}
	}
}
