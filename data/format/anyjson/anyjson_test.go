package anyjson

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestDateOf(t *testing.T) {
	for text, want := range map[string][2]string{
		`"2019-03-14"`:                           {"2019-03-14", "2019-03-14"},
		`" 14 March 2019 "`:                      {"2019-03-14", "14 March 2019"},
		`"2019-03-14T23:30:00-05:00"`:            {"2019-03-15", "2019-03-14T23:30:00-05:00"},
		`"2019-03-14T10:00:00Z"`:                 {"2019-03-14", "2019-03-14"},
		`"Thu, 14 Mar 2019 10:00:00 GMT"`:        {"2019-03-14", "Thu, 14 Mar 2019 10:00:00 GMT"},
		`"1552521600"`:                           {"2019-03-14", "1552521600"},
		`2019`:                                   {"2019", "2019"},
		`201903`:                                 {"2019-03", "201903"},
		`20190314`:                               {"2019-03-14", "20190314"},
		`1552521600`:                             {"2019-03-14", "1552521600"},
		`1552521600.5`:                           {"2019-03-14", "1552521600.5"},
		`1552521600000`:                          {"2019-03-14", "1552521600000"},
		`-5`:                                     {"", "-5"},
		`[2019, 3, 14]`:                          {"2019-03-14", "2019-03-14"},
		`[["2019", "3"]]`:                        {"2019-03", "2019-03"},
		`["2019-03-14", "2020"]`:                 {"2019-03-14", `["2019-03-14","2020"]`},
		`{"year": 2019, "month": "March"}`:       {"2019-03", "2019-03"},
		`{"year": "2019", "month": 0, "day": 0}`: {"2019", `{"year":"2019","month":0,"day":0}`},
		`{"date-parts": [[2019, 3]]}`:            {"2019-03", "2019-03"},
		`{"$date": {"$numberLong": "1552521600000"}}`: {"2019-03-14", `{"$date":{"$numberLong":"1552521600000"}}`},
		`{"start": "2019-03", "end": "2019-05"}`:      {"2019-03", `{"start":"2019-03","end":"2019-05"}`},
		`"soon"`:                                      {"", "soon"}, `{"year": null}`: {"", ""}, `[[null]]`: {"", ""}, `null`: {"", ""}, `true`: {"", "true"}, ``: {"", ""}, `""`: {"", ""},
	} {
		date, raw := DateOf(Value(text))
		if date.String() != want[0] || raw != want[1] {
			t.Errorf("%s is %q, from %q, want %q", text, date, raw, want)
		}
	}
}

func TestPeople(t *testing.T) {
	for text, want := range map[string]string{
		`["A B", "C D"]`: "A B|C D", `"A B and C D"`: "A B|C D", `["A B, C D, E F"]`: "A B|C D|E F", `["Smith, John"]`: "Smith, John",
		`{"given": "Ann", "family": "Lee", "suffix": "Jr."}`:                                             "Ann Lee Jr.",
		`[{"first": "A", "middle": ["B", "C"], "last": "D"}]`:                                            "A B C D",
		`[{"initials": "A. B.", "surname": "D"}]`:                                                        "A. B. D",
		`[{"family": "Gogh", "given": "V", "dropping-particle": "van", "non-dropping-particle": "der"}]`: "V van der Gogh",
		`[{"author": {"display_name": "A B"}}, {"creator": "Berg Moe, Anne Kari"}]`:                      "A B|Berg Moe, Anne Kari",
		`{"author": [{"name": "A"}, {"collectiveName": "G H"}]}`:                                         "A|G H (group)",
		`[{"name": "G", "type": "Organization"}, {"name": "P", "nameType": "Personal"}]`:                 "G (group)|P",
		`[["Lee", "Ann", "Jr"]]`:            "Ann Lee Jr",
		`{"0": {"name": "A"}, "1": "B C"}`:  "A|B C",
		`[null, {}, "A", 5]`:                "A!",
		`[{"name": "E", "role": "editor"}]`: "E (editor)",
		`5`:                                 "!", `null`: "", `[]`: "", `""`: "",
	} {
		people, ok := People(Value(text))
		var names []string
		for _, p := range people {
			name := p.Name
			if p.IsGroup {
				name += " (group)"
			}
			if p.IsEditor() {
				name += " (editor)"
			}
			names = append(names, name)
		}
		got := strings.Join(names, "|")
		if !ok {
			got += "!"
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestPaths(t *testing.T) {
	const text = `{"a": {"b": [{"c": "", "k": "X"}, {"c": "1", "k": "y"}, {"c": "2"}]}, "d": null, "e.f": "dotted", "list": ["p", "q"]}`
	for path, want := range map[string]string{
		"a.b.c": `"1" "2"`, "d | a.b.c": `"1" "2"`, "a.b[k=Y].c": `"1"`, "a.b[k=].c": `"2"`, "a.b[k=z,y].c": `"1"`, "list.0": `"p"`, "list": `["p", "q"]`, "x | d": "", "a.c": "",
	} {
		var all []string
		for _, v := range At(path).All(Value(text)) {
			all = append(all, string(v))
		}
		if got := strings.Join(all, " "); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
		if first, _, _ := strings.Cut(want, `" "`); strings.Trim(string(At(path).First(Value(text))), `"`) != strings.Trim(first, `"`) {
			t.Errorf("first of %s: %s", path, At(path).First(Value(text)))
		}
	}
}

func TestText(t *testing.T) {
	for text, want := range map[string]string{
		`"a"`: "a", `"a\u00e9\n"`: "aé\n", "\"a\tb\"": "a\tb", `"\alpha \beta"`: `\alpha ` + "\beta", `"\u12"`: `\u12`, `5`: "5", `["", "b"]`: "b", `{"value": "v"}`: "v",
		`{"fr": "Titre", "en": "Title"}`: "Title", `{"fr": "Titre"}`: "Titre", `{"x": "y"}`: "", `true`: "", `null`: "", ``: "", `{"value": {"value": {"value": {"value": "deep"}}}}`: "",
	} {
		if got := Value(text).Text(); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// TestHostile checks that deep and wide values take time in proportion to their length.
func TestHostile(t *testing.T) {
	const n = 1 << 20
	for name, text := range map[string]string{
		"deep lists":   strings.Repeat("[", 9_000) + `"` + strings.Repeat("x", n) + `"` + strings.Repeat("]", 9_000),
		"deep objects": strings.Repeat(`{"year":`, 5_000) + `"` + strings.Repeat("x", n) + `"` + strings.Repeat("}", 5_000),
		"many numbers": "[" + strings.Repeat("1,", n) + "1]",
		"many objects": "[" + strings.Repeat(`{"name":"A"},`, n/10) + "1]",
		"not closed":   strings.Repeat(`{"a":[`, n/10),
	} {
		begin := time.Now()
		v := Value(text)
		_, _ = DateOf(v)
		people, _ := People(v)
		_, _ = v.Text(), At("a.b.c | a[b=c].d | name").All(v)
		if len(people) > maxPeople || len(v.Texts()) > maxTexts {
			t.Errorf("%s: %d people", name, len(people))
		}
		if took := time.Since(begin); took > 30*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}

func TestFromYAML(t *testing.T) {
	for text, want := range map[string]string{
		"a: 1.10\nb: [x, ~, null, true]\nc: 2018-07-15\nd: &d {e: f}\ng: *d\n": `{"a":"1.10","b":["x",null,null,"true"],"c":"2018-07-15","d":{"e":"f"},"g":{"e":"f"}}`,
		"- a\n- 'b: c'\n":                        `["a","b: c"]`,
		"":                                       "null",
		"a: [":                                   "error",
		"a: &a [*a]":                             "error",
		strings.Repeat("[", 60) + "x":            "error",
		strings.Repeat("- ", maxYAMLDepth) + "x": "error",
	} {
		v, err := FromYAML([]byte(text))
		got := string(v)
		if err != nil {
			got = "error"
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestEach(t *testing.T) {
	for text, want := range map[string]string{
		`{"a": 1, "b": {"c": [2]}}`: "", `{}`: "", `[1]`: "must be an object, got a list", `{"a": 1,}`: "looking for beginning of object key", `{"a" 1}`: "after object key", `{"a": tru}`: "in literal true",
		`{"a": 1} x`: "after top-level value", "{\"a\": \"\x00\"}": "invalid character", `{"a": [}`: "not valid JSON",
	} {
		err := Each([]byte(text), func([]byte, Value) {})
		if got := fmt.Sprint(err); err == nil && want != "" || err != nil && (want == "" || !strings.Contains(got, want)) {
			t.Errorf("%s: error %v, want %q", text, err, want)
		}
	}
}
