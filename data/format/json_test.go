package format

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// shape has a field of each kind that readers use.
type shape struct {
	Text    string            `json:"text"`
	Null    *string           `json:"null"`
	Texts   []string          `json:"texts"`
	Lists   [][]string        `json:"lists"`
	Objects []struct{ A int } `json:"objects"`
	Raw     json.RawMessage   `json:"raw"`
	Number  float64           `json:"number"`
	Own     lengths           `json:"own"`
}

// lengths has an UnmarshalJSON method, as wire types of formats do.
type lengths []int

func (l *lengths) UnmarshalJSON(b []byte) error {
	var texts []string
	if err := json.Unmarshal(b, &texts); err != nil {
		return err
	}
	*l = nil
	for _, s := range texts {
		*l = append(*l, len(s))
	}
	return nil
}

// FuzzDecode checks that Decode returns the same values and errors as encoding/json.
func FuzzDecode(f *testing.F) {
	for _, text := range []string{
		`{"text": "\ud83d\ude00 \u00e9\n", "null": null, "texts": ["a", "b"], "objects": [{"a": 1}, {"A": 2}], "lists": [["a"], []], "number": 1.5e3, "other": {"q": [1, {"a": "b\""}]}}`,
		`{"TEXT": "\ud800", "raw": {"a": [1, true]}, "own": ["abc"], "texts": null}`,
		"{\"text\": \"\xff\"}", "{\"text\": \"\x01\"}", `{"text": 5}`, `{"own": [5]}`, `{"text": "a"}x`, `{"other": tru}`, `{"other": 01}`,
		`{"other": "\q"}`, `{"other": [1,]}`, `{"other": {"a": 1,}}`, `{"other": 1.}`, `{"text": "a", "text": "b", "number": "1"}`, `[`, `null`, ``,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var want, got shape
		wantErr, gotErr := json.Unmarshal(text, &want), Decode(text, &got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: value (-want +got):\n%s", text, diff)
		}
		if (wantErr == nil) != (gotErr == nil) || wantErr != nil && wantErr.Error() != gotErr.Error() {
			t.Errorf("%q: error %v, want %v", text, gotErr, wantErr)
		}
	})
}
