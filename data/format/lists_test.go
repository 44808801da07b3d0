package format_test

import (
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data/format"
)

func listsOf(paths ...string) func(io.Reader) func(func(format.Entry, error) bool) {
	return func(r io.Reader) func(func(format.Entry, error) bool) { return format.Lists(r, paths...) }
}

func TestLists(t *testing.T) {
	long := strings.Repeat("x", format.MaxEntryBytes)
	for name, test := range map[string]struct {
		in   string
		want []string
	}{
		"none":               {"", nil},
		"a response":         {`{"meta": {"count": 2}, "results": [{"a": "]"}, {"b": 1}], "group_by": []}`, []string{`{"a": "]"}`, `{"b": 1}`}},
		"deeper":             {`{"status": "ok", "message": {"total": 1, "items": [{"a": 1}]}}`, []string{`{"a": 1}`}},
		"an object instead":  {`{"status": "ok", "message": {"a": 1, "b": [2]}}`, []string{`{"a":1,"b":[2]}`}},
		"no wrapper":         {`{"a": 1, "message": "x", "results": {}}`, []string{`{"a":1,"message":"x","results":{}}`}},
		"two responses":      {"{\"results\": [{\"a\": 1}]}\n{\"results\": []}{\"results\": [{\"b\": 2}]}", []string{`{"a": 1}`, `{"b": 2}`}},
		"an array":           {`[{"results": [1]}, 2, [{"results": [3]}]]`, []string{"1", "2", `[{"results": [3]}]`}},
		"an invalid element": {`{"results": [{"a": }, {"b": 1}]}`, []string{`{"a": }`, `{"b": 1}`}},
		"a long element":     {`{"results": ["` + long + `", 2]}`, []string{"too long", "2"}},
		"a long object":      {`{"a": "` + long + `"} {"b": 1}`, []string{"too long", `{"b":1}`}},
		"a long neighbour":   {`{"a": "` + long + `", "results": [1]}`, []string{"1"}},
		"an escaped key":     {`{"re\u0073ults": [1]}`, []string{"1"}},
		"an empty object":    {`{}`, []string{`{}`}},
		"a similar path":     {`{"results2": [1], "result": [2]}`, []string{`{"results2":[1],"result":[2]}`}},
	} {
		got, err := texts(t, listsOf("results", "message.items"), strings.NewReader(test.in))
		if diff := cmp.Diff(test.want, got); diff != "" || err != nil {
			t.Errorf("%s: error %v, values (-want +got):\n%s", name, err, diff)
		}
	}
	for _, in := range []string{`{"results": [1, `, `{"results": [1]`, `{"message": {"a": 1}`, `{5: 1}`, `{"a`, `{"a"`} {
		if got, err := texts(t, listsOf("results", "message.items"), strings.NewReader(in)); err == nil {
			t.Errorf("Lists of %q ends without an error, with %q", in, got)
		}
	}
}

func FuzzLists(f *testing.F) {
	f.Add(`{"results": [{"a": "]"}, 2], "b": {}}`)
	f.Add(`{"message": {"items": [1]}}[{]`)
	f.Fuzz(func(t *testing.T, text string) {
		total := 0
		for entry := range format.Lists(strings.NewReader(text), "results", "message.items") {
			total += len(entry.Text)
		}
		if total > 2*len(text)+2 {
			t.Errorf("%d bytes of values in %d", total, len(text))
		}
	})
}
