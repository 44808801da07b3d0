package indextest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/query"
)

// testMeaning asks in free words, and wants papers in the order that is written down.
func testMeaning(t *testing.T, open opener) {
	engine := openNew(t, open)
	day := func(year int) data.Date { return data.Date{Year: year, Month: 5, Day: 1} }
	papers := []data.Paper{
		1: {Title: "Gradient-based learning", Abstract: "Networks read documents.", Authors: []string{"Yann LeCun", "Léon Bottou"}, Date: day(1998), Venue: "Proceedings of the IEEE"},
		2: {Title: "On what LeCun said", Abstract: "Yann LeCun talks of learning.", Authors: []string{"Ann Critic"}, Date: day(2022)},
		3: {Title: "World models", Abstract: "A position.", Authors: []string{"LeCun, Y."}, Date: day(2022)},
		4: {Title: "BERT: Pre-training of transformers", Abstract: "Bidirectional language models.", Authors: []string{"Jacob Devlin", "Kristina Toutanova"}, Date: day(2018), Venue: "NAACL 2019"},
		5: {Title: "BERT has a mouth and BERT must speak", Abstract: "BERT is a language model, BERT.", Authors: []string{"Alex Wang"}, Date: day(2019)},
		6: {Title: "Price of anarchy", Abstract: "The price, the price and prices.", Authors: []string{"Tim Rough"}, Date: day(2005)},
		7: {Title: "Sums", Abstract: "Series.", Authors: []string{"Huw Price"}, Date: day(2001)},
		8: {Title: "Flood maps", Abstract: "Rivers.", Authors: []string{"Günter Mühlbach"}, Date: day(2019)},
		9: {Title: "Knots", Abstract: "Ropes.", Authors: []string{"Brian O'Dowd", "Laurens van der Maaten"}, Date: day(2020)},
	}
	for i := range 12 { // price is a word of the text
		papers = append(papers, data.Paper{Title: fmt.Sprintf("Study %d of a price", i), Abstract: "A price.", Authors: []string{"Many People"}, Date: day(1990)})
	}
	apply(t, one(papers[1:]...), engine)
	for _, c := range []struct {
		name, typed string // the query, with … at the end if it is still being typed
		match       index.Match
		want        []data.Number // the first ones, in order
		total       int           // 0: any
	}{
		{"full name", "yann lecun", "", []data.Number{1, 2, 3}, 3},
		{"family first", "LeCun, Yann", "", []data.Number{1, 2, 3}, 3},
		{"initial", "Y. LeCun", "", []data.Number{3, 1, 2}, 3},
		{"surname", "lecun", "", []data.Number{3, 1, 2}, 3},
		{"surname and topic", "devlin bert", "all", []data.Number{4}, 1},
		{"name and topic", "yann lecun documents", "all", []data.Number{1}, 1},
		{"price is a word", "price anarchy", "all", []data.Number{6}, 1},
		{"umlaut in two letters", "Muehlbach", "", []data.Number{8}, 1},
		{"umlaut", "Mühlbach, G.", "", []data.Number{8}, 1},
		{"apostrophe", "O'Dowd", "", []data.Number{9}, 1},
		{"apostrophe left out", "ODowd", "", []data.Number{9}, 1},
		{"after the apostrophe", "dowd", "", []data.Number{9}, 1},
		{"particles", "van der Maaten", "", []data.Number{9}, 1},
		{"venue", "naacl pre-training", "all", []data.Number{4}, 1},
		{"name of a paper", "BERT", "", []data.Number{4, 5}, 2},
		{"name of a paper in small letters", "bert", "", []data.Number{4, 5}, 2},
		{"year", "bert 2019", "all", []data.Number{5}, 1},
		{"year alone", "2019", "", []data.Number{}, 0},
		{"year adds", "language 2019", "any", []data.Number{5, 4}, 2},
		{"half a name", "yann lec…", "", []data.Number{1, 2, 3}, 3},
		{"half a word", "bidirectional lang…", "all", []data.Number{4}, 1},
		{"a word with an error that goes on", "bidirektion…", "all", []data.Number{4}, 1},
		{"et al", "Devlin et al. 2018", "all", []data.Number{4}, 1},
		{"half a title", "world mod…", "all", []data.Number{3}, 1},
		{"most of the words", "rivers flood maps knots series ropes", "", []data.Number{8, 9, 7}, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := query.Parse(c.typed)
			if typed, ok := strings.CutSuffix(c.typed, "…"); ok {
				q = query.ParseTyping(typed)
			}
			got := search(t, engine, index.Request{Query: q, Match: c.match, Limit: 20, Explain: true})
			numbers := []data.Number{}
			for _, h := range got.Hits {
				if numbers = append(numbers, h.Number); len(numbers) == len(c.want) {
					break
				}
			}
			if diff := cmp.Diff(c.want, numbers); diff != "" {
				t.Errorf("%s (-want +got)\n%s", c.typed, diff)
			}
			if c.total > 0 && got.Total != c.total {
				t.Errorf("%s finds %d, want %d", c.typed, got.Total, c.total)
			}
			for _, h := range got.Hits {
				if err := checkExplanation(h); err != nil {
					t.Error(err)
				}
			}
		})
	}
	got := search(t, engine, index.Request{Query: query.Parse("yann lecun speaks"), Match: index.MatchAny, Limit: 20})
	missing := map[data.Number][]string{}
	for _, h := range got.Hits {
		missing[h.Number] = h.Missing
	}
	want := map[data.Number][]string{1: {"speaks"}, 2: {"speaks"}, 3: {"yann", "speaks"}, 5: {"yann", "lecun"}}
	if diff := cmp.Diff(want, missing); diff != "" {
		t.Errorf("missing (-want +got)\n%s", diff)
	}
	if len(got.Names) == 0 || !got.Names[len(got.Names)-1].Equal(data.ParseName("yann lecun")) {
		t.Errorf("names %v", got.Names)
	}
}

// testWordsApart asks for words of one stem that are different words, and for some that are
// one.
func testWordsApart(t *testing.T, open opener) {
	engine, oracle := openNew(t, open), NewOracle(Store)
	const each = index.MinApartPapers + 20
	var papers []data.Paper
	for i := range each {
		papers = append(papers,
			data.Paper{Title: fmt.Sprintf("Transformers %d", i), Abstract: "A transformer of attention."},
			data.Paper{Title: fmt.Sprintf("Wavelet transforms %d", i), Abstract: "We transform signals."},
			data.Paper{Title: fmt.Sprintf("Translation %d", i), Abstract: "We translate text."})
	}
	papers = append(papers, data.Paper{Title: "Transforming", Abstract: "Rare."})
	log, titles := one(papers...), map[data.Number]string{}
	for i, p := range papers {
		titles[data.Number(i+1)] = p.Title
	}
	last := data.Sequence(len(papers))
	apply(t, append(log, // a segment with one of the words alone
		[]data.Change{{Sequence: last + 1, Number: data.Number(last) + 1, Paper: &data.Paper{Title: "Transforms"}}},
		[]data.Change{{Sequence: last + 2, Number: data.Number(last) + 2, Paper: &data.Paper{Title: "Transformers"}}}), engine, oracle)
	titles[data.Number(last)+1], titles[data.Number(last)+2] = "Transforms", "Transformers"
	for _, c := range []struct{ typed, first, total string }{
		{"transformer", "Transformers", fmt.Sprint(2*each + 3)}, {"transforms", "Wavelet", fmt.Sprint(2*each + 3)}, {"transforming", "Transforming", fmt.Sprint(2*each + 3)},
		{"translate", "Translation", fmt.Sprint(each)}, {"transformer wavelet", "Wavelet", fmt.Sprint(each)},
	} {
		got := compareAnswers(t, engine, oracle, index.Request{Query: query.Parse(c.typed), Limit: each / 2, Explain: true})
		if fmt.Sprint(got.Total) != c.total {
			t.Errorf("%s finds %d papers, want %s", c.typed, got.Total, c.total)
		}
		for _, h := range got.Hits {
			if title := titles[h.Number]; !strings.HasPrefix(title, c.first) && c.first != "Transforming" && title != "Transforms" && title != "Transforming" {
				t.Fatalf("%s finds %q, want %q first", c.typed, title, c.first)
			}
		}
	}
}
