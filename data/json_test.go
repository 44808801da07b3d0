package data_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"paperboy/data"
)

// reflected returns v as encoding/json writes it, without escaping HTML.
func reflected(t testing.TB, v any) string {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func FuzzAppendJSONString(f *testing.F) {
	for _, s := range []string{"", "plain", `"\/<&>`, "\x00\x1f\x7f\b\f\n\r\t", "é漢\U0001F600\u2028\u2029\ufffd", "\xff a\xe2\x80", "\xe2\x80\xa8"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want := "x" + reflected(t, s)
		if got := string(data.AppendJSONString([]byte("x"), s)); got != want {
			t.Errorf("AppendJSONString(%q) = %s, want %s", s, got, want)
		}
		if got := string(data.AppendJSONString([]byte("x"), []byte(s))); got != want {
			t.Errorf("AppendJSONString of bytes(%q) = %s, want %s", s, got, want)
		}
	})
}

func TestAppendJSONIsThatOfItsFields(t *testing.T) {
	n, day := 7, data.Date{Year: 2022, Month: 3, Day: 8}
	at := time.Date(2026, 1, 2, 3, 4, 5, 600, time.UTC)
	full := data.Paper{
		ID: "arxiv:1", Title: `A "quoted" <title>`, Abstract: "lines\nand \\ \u2028", Authors: []string{"Ada", "É"}, AuthorCount: &n,
		Date: day, Featured: data.Date{Year: 2022, Month: 3}, FeaturedDays: []data.Date{{Year: 2021}, day}, Type: "article",
		Observations: []data.Observation{{At: at, Upvotes: &n}}, Added: at, Updated: at,
		Sources: []data.Provenance{{Source: "acl", Fetched: at}},
	}
	for name, p := range map[string]data.Paper{"zero": {}, "full": full} {
		names := data.FieldNames()
		var want []string
		for i := range data.Fields {
			want = append(want, reflected(t, names[i])+":"+reflected(t, data.Fields[i].Value(&p)))
		}
		for order, names := range map[string][]string{"in order": names, "in reverse": reversed(names)} {
			got, err := data.AppendJSON([]byte("x"), &p, names, data.Member{Name: "extra", Value: day})
			if err != nil {
				t.Fatal(err)
			}
			if want := "x{" + strings.Join(want, ",") + `,"extra":"2022-03-08"}`; string(got) != want {
				t.Errorf("%s, %s:\ngot  %s\nwant %s", name, order, got, want)
			}
		}
	}
}

func reversed(names []string) []string {
	var all []string
	for _, name := range names {
		all = append([]string{name}, all...)
	}
	return all
}
