package data_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"paperboy/data"
)

// storedPaper is a paper whose JSON has every kind of field.
func storedPaper() data.Paper {
	n, at := 12, time.Date(2026, 1, 2, 3, 4, 5, 600, time.UTC)
	return data.Paper{
		ID: "arxiv:1", Title: "A \"quoted\" title", Abstract: "lines\nand é \\alpha", Authors: []string{"Ada", "É"}, AuthorCount: &n,
		Date: data.Date{Year: 2022, Month: 3}, Featured: data.Date{Year: 2022, Month: 3, Day: 8}, FeaturedDays: []data.Date{{Year: 2022, Month: 3, Day: 8}},
		Categories: []string{}, Type: "article", Upvotes: &n, Observations: []data.Observation{{At: at, Upvotes: &n}, {At: at}},
	}
}

func FuzzDecodeJSON(f *testing.F) {
	stored, err := json.Marshal(storedPaper())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(stored)
	for _, s := range []string{
		``, `{}`, `{"id":"x"}`, `{"id":"x"} `, `{"id":"x"}x`, ` {"id":"x"}`, `{"title":"t","id":"x"}`, `{"ID":"x"}`, `{"other":1}`, `{"id":null}`, `{"id":"x",}`,
		`{"title":"\ud83d\ude00\u2028"}`, "{\"title\":\"\xff\"}", "{\"title\":\"a\nb\"}", `{"title":"a\`, `{"title":"\"\\\/\b\f\n\r\t"}`, `{"title":"\x"}`, `{"title":1}`, `{"authors":null,"author_count":null}`,
		`{"authors":["a",]}`, `{"authors":[null]}`, `{"author_count":007}`, `{"author_count":-1}`, `{"author_count":1.5}`, `{"author_count":1e3}`, `{"author_count":99999999999999999999}`,
		`{"date":"2022-13"}`, `{"date":null}`, `{"date":""}`, `{"featured_days":["2022",null]}`, `{"observations":[]}`, `{"observations":[{}`, `{"observations":null}`, `{"sources":[]}`, `{"title":"a","title":"b"}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var want data.Paper
		wantErr := json.Unmarshal(b, &want)
		got, err := data.DecodeJSON(b)
		if (err == nil) != (wantErr == nil) || !reflect.DeepEqual(got, want) {
			t.Errorf("DecodeJSON(%s)\n = %+v, %v\nwant %+v, %v", b, got, err, want, wantErr)
		}
	})
}

func BenchmarkDecodeJSON(b *testing.B) {
	p := storedPaper()
	p.Abstract, p.Observations = strings.Repeat(`The "attention" of networks. `, 40), nil
	stored, err := json.Marshal(p)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("reflected", func(b *testing.B) {
		for b.Loop() {
			var p data.Paper
			if err := json.Unmarshal(stored, &p); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("by fields", func(b *testing.B) {
		for b.Loop() {
			if _, err := data.DecodeJSON(stored); err != nil {
				b.Fatal(err)
			}
		}
	})
}
