package data_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"paperboy/data"
)

func TestLeanJSONKeepsEverything(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 600, time.UTC)
	valid := data.Record{Paper: data.Paper{ID: "arxiv:2405.00002", Title: "A title"}}
	if err := data.Validate(&valid); err != nil {
		t.Fatal(err)
	}
	every := storedPaper()
	for i := range data.Fields {
		data.Fields[i].Set(&every, "some text")
		data.Fields[i].Set(&every, []string{"a", "\u2028\""})
	}
	for name, p := range map[string]data.Paper{"zero": {}, "valid": valid.Paper, "stored": storedPaper(), "every field": every, "merged": data.Merge([]data.Record{valid})} {
		p.Added, p.Updated, p.Sources = time.Time{}, time.Time{}, nil
		lean, err := data.AppendLeanJSON([]byte("x"), &p)
		if err != nil || !strings.HasPrefix(string(lean), `x{"id":`) || strings.Contains(string(lean), "\n") {
			t.Fatalf("%s: got %s and error %v", name, lean, err)
		}
		if got, err := data.DecodeLeanJSON(lean[1:]); err != nil || !reflect.DeepEqual(got, p) {
			t.Errorf("%s: %s\ngot  %+v and error %v\nwant %+v", name, lean, got, err, p)
		}
		full, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := data.DecodeLeanJSON(full); err != nil || !reflect.DeepEqual(got, p) {
			t.Errorf("%s, its whole JSON: got %+v and error %v\nwant %+v", name, got, err, p)
		}
	}
	if lean, _ := data.AppendLeanJSON(nil, &valid.Paper); string(lean) != `{"id":"arxiv:2405.00002","title":"A title"}` {
		t.Errorf("a paper with a title alone: got %s", lean)
	}
	for name, sources := range map[string][]data.Provenance{
		"none": {}, "one": {{Source: "arxiv", Location: "https://x/\"é\u2028", Fetched: at}}, "without a time": {{Source: "file"}, {Location: "l"}},
		"raw":    {{Source: "acl", Raw: map[string]string{"date": "<May>"}, Warnings: []string{"year_assumed"}}, {Raw: map[string]string{}, Warnings: []string{}}},
		"a zone": {{Source: "file", Fetched: at.In(time.FixedZone("", 3600))}},
	} {
		lean, err := data.AppendLeanSources([]byte("x"), sources)
		if err != nil || strings.Contains(string(lean), "\n") {
			t.Fatalf("%s: got %s and error %v", name, lean, err)
		}
		got, err := data.DecodeSources(lean[1:])
		if err != nil || reflected(t, got) != reflected(t, sources) || !sameSources(got, sources) {
			t.Errorf("%s: %s\ngot  %+v and error %v\nwant %+v", name, lean, got, err, sources)
		}
	}
}

func TestSameLeanIsThatOfItsFields(t *testing.T) {
	full := func() data.Paper {
		p := storedPaper()
		p.Observations = nil
		for i := range data.Fields {
			data.Fields[i].Set(&p, "some text")
			data.Fields[i].Set(&p, []string{"a", "b"})
		}
		return p
	}
	other, date := 3, data.Date{Year: 1999}
	p := full()
	papers := map[string]data.Paper{"same": full(), "zero": {}}
	for i := range data.Fields {
		f := &data.Fields[i]
		for name, value := range map[string]any{"text": "other", "no text": "", "list": []string{"a"}, "empty list": []string{}, "number": other, "date": date, "days": []data.Date{date}} {
			q := full()
			if f.Set(&q, value) {
				papers[f.Name+" "+name] = q
			}
		}
	}
	nilList := full()
	nilList.Categories = nil
	emptyList := full()
	emptyList.Categories = []string{}
	otherID := full()
	otherID.ID = "test:9"
	seen := full()
	seen.Observations = []data.Observation{{At: time.Unix(9, 0).UTC(), Upvotes: &other}}
	papers["nil list"], papers["empty list"], papers["other id"], papers["observed"] = nilList, emptyList, otherID, seen
	if len(papers) < 60 {
		t.Fatalf("only %d papers differ", len(papers))
	}
	for name, q := range papers {
		a, err := data.AppendLeanJSON(nil, &p)
		if err != nil {
			t.Fatal(err)
		}
		b, err := data.AppendLeanJSON(nil, &q)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := data.SameLean(&p, &q), string(a) == string(b); got != want {
			t.Errorf("%s: got %t, want %t:\n%s\n%s", name, got, want, a, b)
		}
	}
	if data.SameLean(&nilList, &emptyList) {
		t.Error("a nil list is the same as an empty one")
	}
}

// sameSources compares sources, their times as instants.
func sameSources(a, b []data.Provenance) bool {
	for i := range min(len(a), len(b)) {
		if !a[i].Fetched.Equal(b[i].Fetched) {
			return false
		}
		b[i].Fetched = a[i].Fetched
	}
	return reflect.DeepEqual(a, b)
}

func FuzzDecodeSources(f *testing.F) {
	for _, s := range []string{
		``, `[]`, `null`, `[{}]`, `[{"source":"a","location":"b"}]`, `[{"source":"a","location":"b","fetched":"2026-01-02T03:04:05Z"}]`, `[{"source":"a","location":"b","fetched":"x"}]`,
		`[{"source":"a","location":"b","raw":{"date":"May"},"warnings":null}]`, `[{"source":"a","location":"b"},{"location":"c","source":"d"}]`, `[{"source":"a","location":"b",}]`, `[{"source":"a","location":null}]`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var want []data.Provenance
		wantErr := json.Unmarshal(b, &want)
		got, err := data.DecodeSources(b)
		if (err == nil) != (wantErr == nil) || !reflect.DeepEqual(got, want) {
			t.Errorf("DecodeSources(%s)\n = %+v, %v\nwant %+v, %v", b, got, err, want, wantErr)
		}
	})
}
