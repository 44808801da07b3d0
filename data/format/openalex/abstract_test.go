package openalex

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzIndex checks that readIndex finds the same as encoding/json, or returns false.
func FuzzIndex(f *testing.F) {
	for _, s := range []string{
		`{"The": [0, 5], "models": [2]}`, `{}`, ` { "a\"b\u00e9" : [ 1 ] , "c" : [ ] } `, `{"a": [01]}`, `{"a": [1,]}`, `{"a": [-1]}`, `{"a": [1e3]}`, `{"a": [99999999999]}`,
		`{"a": 1}`, `{"a": [1]`, `{"a": [1]} x`, `{"a": [1], "a": [2]}`, `null`, "{\"\x01\": [1]}", "{\"\xff\": [1]}", `{"a": [1 2]}`, `{"\\": [1]}`, `{"a\`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		words, ok := readIndex([]byte(text))
		if !ok {
			return
		}
		var places map[string][]int
		if err := json.Unmarshal([]byte(text), &places); err != nil {
			t.Fatalf("%q is read, but encoding/json has the error %v", text, err)
		}
		got := map[string][]int{}
		for _, w := range words {
			got[w.word] = append(got[w.word], w.place)
		}
		for word, at := range places {
			if len(at) == 0 {
				delete(places, word)
			}
		}
		if diff := cmp.Diff(places, got); diff != "" && len(places)+len(got) > 0 {
			if len(words) != countPlaces(places) { // readIndex keeps both values of a repeated word, a map only the last
				return
			}
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	})
}

func countPlaces(places map[string][]int) int {
	n := 0
	for _, at := range places {
		n += len(at)
	}
	return n
}
