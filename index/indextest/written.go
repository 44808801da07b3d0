package indextest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/query"
)

// The tests of this file have their answers written down, so that oracle and engine cannot
// both be wrong in the same way.

// one returns a log of one batch.
func one(papers ...data.Paper) [][]data.Change {
	var changes []data.Change
	for i := range papers {
		changes = append(changes, data.Change{Sequence: data.Sequence(i + 1), Number: data.Number(i + 1), Paper: &papers[i]})
	}
	return [][]data.Change{changes}
}

func testDates(t *testing.T, open opener) {
	engine := openNew(t, open)
	day, month, year := data.Date{Year: 2024, Month: 3, Day: 31}, data.Date{Year: 2024, Month: 3}, data.Date{Year: 2024}
	apply(t, one(data.Paper{Date: day}, data.Paper{Date: month}, data.Paper{Date: year}, data.Paper{}, data.Paper{Date: data.Date{Year: 2020, Month: 12}}), engine)
	date := func(s string) data.Date {
		d, err := data.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		name, from, to string
		values         []string
		want           []data.Number
	}{
		{name: "open", want: []data.Number{1, 2, 3, 5, 4}},
		{name: "from a day", from: "2024-03-31", want: []data.Number{1, 2, 3}},
		{name: "from the day after", from: "2024-04-01", want: []data.Number{3}},
		{name: "to a day", to: "2024-03-30", want: []data.Number{2, 3, 5}},
		{name: "one month", from: "2024-03", to: "2024-03", want: []data.Number{1, 2, 3}},
		{name: "an earlier month", from: "2024-01", to: "2024-02", want: []data.Number{3}},
		{name: "to a year", to: "2023", want: []data.Number{5}},
		{name: "backwards", from: "2025", to: "2023", want: []data.Number{}},
		{name: "bucket of a year", values: []string{"2024"}, want: []data.Number{1, 2, 3}},
		{name: "bucket of a month", values: []string{"2024-03"}, want: []data.Number{1, 2}},
		{name: "bucket of January", values: []string{"2024-01"}, want: []data.Number{3}},
		{name: "bucket and unknown", values: []string{"2020", index.Unknown}, want: []data.Number{5, 4}},
		{name: "bucket and range", values: []string{"2024"}, from: "2024-04", want: []data.Number{3}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := index.Request{Limit: 9, Facets: []index.Facet{index.FacetDate}, Filter: index.Filter{
				From: date(c.from), To: date(c.to), Values: map[index.Facet][]string{index.FacetDate: c.values}}}
			got := search(t, engine, r)
			numbers := []data.Number{}
			for _, h := range got.Hits {
				numbers = append(numbers, h.Number)
			}
			if diff := cmp.Diff(c.want, numbers); diff != "" {
				t.Errorf("papers (-want +got)\n%s", diff)
			}
			years := []string{}
			for _, b := range got.Facets[index.FacetDate] {
				years = append(years, fmt.Sprint(b.Value, ":", b.Count))
			}
			want := []string{"2020:1", "2021:0", "2022:0", "2023:0", "2024:3", "unknown:1"}
			if diff := cmp.Diff(want, slices.DeleteFunc(years, func(s string) bool { return len(s) > len("unknown:1") })); diff != "" {
				t.Errorf("years (-want +got)\n%s", diff)
			}
		})
	}
}

func testFinds(t *testing.T, open opener) {
	engine := openNew(t, open)
	apply(t, one(data.Paper{
		ID: "arxiv:1706.03762", Title: "Attention is all you need", Abstract: "Transformers for translation.",
		Authors: []string{"Ashish Vaswani", "Noam Shazeer"}, Categories: []string{"cs.CL"}, Venue: "NeurIPS 2017",
	}, data.Paper{
		ID: "acl:P19-1001", Title: "State-of-the-art graph networks", Abstract: "The art of graphs",
		Authors: []string{"Wei Li"}, Categories: []string{"cs.LG"}, AuthorCount: new(1),
	}, data.Paper{
		ID: "pb:0011223344556677", DOI: "10.1000/abc", Title: "A survey of attention", Abstract: "Graph attention networks need data",
		Authors: []string{"Li Wei"}, Categories: []string{"math.AG"}, AuthorCount: new(4),
	}), engine)
	and := func(nodes ...query.Node) query.Node { return query.And{Nodes: nodes} }
	or := func(nodes ...query.Node) query.Node { return query.Or{Nodes: nodes} }
	word := func(text string) query.Node { return query.Word{Text: text} }
	phrase := func(text string) query.Node { return query.Phrase{Text: text} }
	for _, c := range []struct {
		name  string
		root  query.Node
		match index.Match
		want  []data.Number
	}{
		{name: "nothing asked", want: []data.Number{1, 2, 3}},
		{name: "word", root: word("Attention"), want: []data.Number{1, 3}},
		{name: "word by its stem", root: word("graphs"), want: []data.Number{2, 3}},
		{name: "phrase of one form", root: phrase("graphs"), want: []data.Number{2}},
		{name: "phrase", root: phrase("attention networks"), want: []data.Number{3}},
		{name: "phrase with function words", root: phrase("all you need"), want: []data.Number{1}},
		{name: "phrase across title and abstract", root: phrase("need transformers"), want: []data.Number{}},
		{name: "all", root: and(word("graph"), word("translation")), match: index.MatchAll, want: []data.Number{}},
		{name: "any", root: and(word("graph"), word("translation")), match: index.MatchAny, want: []data.Number{1, 2, 3}},
		{name: "auto with few papers", root: and(word("graph"), word("attention")), want: []data.Number{1, 2, 3}},
		{name: "function word takes no part", root: and(word("the"), word("survey")), match: index.MatchAll, want: []data.Number{3}},
		{name: "function words alone", root: and(word("you"), word("all")), match: index.MatchAll, want: []data.Number{1}},
		{name: "punctuation alone", root: and(word("!?")), want: []data.Number{1, 2, 3}},
		{name: "word of several tokens", root: and(word("state-of-the-art")), match: index.MatchAll, want: []data.Number{2}},
		{name: "the same in a field", root: query.Word{Field: query.Title, Text: "state-of-the-art"}, want: []data.Number{2}},
		{name: "the same in another field", root: query.Word{Field: query.Abstract, Text: "state-of-the-art"}, want: []data.Number{}},
		{name: "not", root: query.Not{Node: word("survey")}, want: []data.Number{1, 2}},
		{name: "not a function word", root: query.Not{Node: word("the")}, want: []data.Number{1, 3}},
		{name: "and not", root: and(word("attention"), query.Not{Node: word("graph")}), want: []data.Number{1}},
		{name: "or", root: or(word("translation"), phrase("the art")), want: []data.Number{1, 2}},
		{name: "phrase is required whatever the match", root: and(word("translation"), phrase("graph networks")), match: index.MatchAny, want: []data.Number{}},
		{name: "title", root: query.Word{Field: query.Title, Text: "networks"}, want: []data.Number{2}},
		{name: "abstract", root: query.Word{Field: query.Abstract, Text: "network"}, want: []data.Number{3}},
		{name: "author", root: query.Word{Field: query.Author, Text: "li"}, want: []data.Number{2, 3}},
		{name: "author in any order", root: query.Phrase{Field: query.Author, Text: "wei li"}, want: []data.Number{2, 3}},
		{name: "author across names", root: query.Phrase{Field: query.Author, Text: "vaswani noam"}, want: []data.Number{}},
		{name: "author prefix", root: query.Prefix{Field: query.Author, Text: "Shaz"}, want: []data.Number{1}},
		{name: "venue", root: query.Word{Field: query.Venue, Text: "neurips"}, want: []data.Number{1}},
		{name: "category above", root: query.Word{Field: query.Category, Text: "CS"}, want: []data.Number{1, 2}},
		{name: "category", root: query.Word{Field: query.Category, Text: "cs.lg"}, want: []data.Number{2}},
		{name: "part of a category", root: query.Word{Field: query.Category, Text: "c"}, want: []data.Number{}},
		{name: "id with a version", root: query.Word{Field: query.ID, Text: "1706.03762v5"}, want: []data.Number{1}},
		{name: "id as address", root: query.Word{Field: query.ID, Text: "https://aclanthology.org/P19-1001/"}, want: []data.Number{2}},
		{name: "DOI as address", root: query.Word{Field: query.ID, Text: "https://doi.org/10.1000/ABC"}, want: []data.Number{3}},
		{name: "prefix", root: query.Prefix{Text: "Transfo"}, want: []data.Number{1}},
		{name: "prefix of function words only", root: query.Prefix{Text: "you"}, want: []data.Number{}},
		{name: "fuzzy", root: query.Fuzzy{Text: "atentoin"}, want: []data.Number{}},
		{name: "fuzzy within two", root: query.Fuzzy{Text: "atentions"}, want: []data.Number{1, 3}},
		{name: "fuzzy within one", root: query.Fuzzy{Text: "gaph"}, want: []data.Number{2, 3}},
		{name: "range leaves the unknown out", root: query.Range{Column: query.AuthorsColumn, Max: new(3)}, want: []data.Number{2}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := []data.Number{}
			for _, h := range search(t, engine, index.Request{Query: query.Query{Root: c.root}, Match: c.match, Sort: index.ByNewest, Limit: 9}).Hits {
				got = append(got, h.Number)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("papers (-want +got)\n%s", diff)
			}
		})
	}
}

// testCountOfAll compares Result.All with what match=all finds.
func testCountOfAll(t *testing.T, open opener) {
	engine := openNew(t, open)
	var papers []data.Paper
	for i := range 8 {
		p := data.Paper{ID: data.ID(fmt.Sprintf("arxiv:2203.%05d", i)), Title: "Graph", Date: data.Date{Year: 2010 + i}}
		if i%2 == 0 {
			p.Abstract = "Translation, a survey."
		}
		papers = append(papers, p)
	}
	apply(t, one(papers...), engine)
	for text, want := range map[string]int{
		"graph translation":                     4,
		"graph translation date:2012..2014":     2,
		"graph translation -date:2012":          3,
		"graph 2012":                            1,
		"graph zyzzyva":                         0,
		"graph":                                 -1,
		"zyzzyva":                               -1,
		"graph translation a survey of nothing": 0,
		"graph translation one two three":       -1,
		"graph (translation && survey || zyzzyva && graph)": 4,
		"graph survey translation arxiv:2203.00001":         5,
	} {
		r := index.Request{Query: query.Parse(text)}
		if got := search(t, engine, r); got.All != want {
			t.Errorf("%s: %d papers have all words, want %d", text, got.All, want)
		} else if r.Match = index.MatchAll; want >= 0 && search(t, engine, r).Total != want {
			t.Errorf("%s: match=all finds %d, want %d", text, search(t, engine, r).Total, want)
		}
		for _, r.Match = range []index.Match{index.MatchAll, index.MatchMost, index.MatchAny} {
			if got := search(t, engine, r); got.All != -1 {
				t.Errorf("%s with match=%s: %d papers have all words, want -1", text, r.Match, got.All)
			}
		}
	}
	filtered := index.Request{Query: query.Parse("graph translation"), Filter: index.Filter{From: data.Date{Year: 2013}}}
	if got := search(t, engine, filtered); got.All != 2 {
		t.Errorf("filtered: %d papers have all words, want 2", got.All)
	}
}

// testSpellings has words that are written in several ways.
func testSpellings(t *testing.T, open opener) {
	engine := openNew(t, open)
	apply(t, one(
		data.Paper{Title: "Data-to-text generation", Abstract: "Pre-training in Düsseldorf. TGF-β"},
		data.Paper{Title: "From data to texts", Abstract: "Pretraining in Duesseldorf. TGFβ"},
		data.Paper{Title: "Text to data", Abstract: "Pre training in Dusseldorf. TGFbeta"},
		data.Paper{Title: "Data", Abstract: "to text. Training before"},
	), engine)
	for _, c := range []struct {
		text string
		want []data.Number
	}{
		{"data-to-text", []data.Number{1, 2}},
		{"data-to-text -data-to-text", []data.Number{}},
		{"-data-to-text", []data.Number{3, 4}},
		{"title:data-to-text", []data.Number{1, 2}},
		{"abstract:data-to-text", []data.Number{}},
		{"data-to-text OR text-to-data", []data.Number{1, 2, 3}},
		{"data to text", []data.Number{1, 2, 3, 4}},
		{`"data-to-text"`, []data.Number{1}},
		{"pre-training", []data.Number{1, 2, 3}},
		{"pretraining", []data.Number{1, 2, 3}},
		{"pre training", []data.Number{1, 2, 3}},
		{"title:pretraining", []data.Number{}},
		{"abstract:pretraining", []data.Number{1, 2, 3}},
		{"-pretraining", []data.Number{4}},
		{"data -pretraining", []data.Number{4}},
		{"text OR pretraining", []data.Number{1, 2, 3, 4}},
		{"Duesseldorf", []data.Number{1, 2}},
		{"Düsseldorf", []data.Number{1, 2, 3}},
		{"abstract:Düsseldorf", []data.Number{1, 2, 3}},
		{"Dusseldorf", []data.Number{1, 3}},
		{"TGFβ", []data.Number{1, 2, 3}},
		{"TGF-β", []data.Number{1, 2, 3}},
		{"TGFbeta", []data.Number{1, 2, 3}},
	} {
		r := index.Request{Query: query.Parse(c.text), Match: index.MatchAll, Sort: index.ByNewest, Limit: 9, Facets: []index.Facet{index.FacetSource}}
		result := search(t, engine, r)
		got := []data.Number{}
		for _, h := range result.Hits {
			got = append(got, h.Number)
		}
		counted := 0
		for _, b := range result.Facets[index.FacetSource] {
			counted += b.Count
		}
		if diff := cmp.Diff(c.want, got); diff != "" || result.Total != len(c.want) || counted != len(c.want) {
			t.Errorf("%s: total %d, counted %d, papers (-want +got)\n%s", c.text, result.Total, counted, diff)
		}
	}
}

// testOperators has the operators that people know from elsewhere.
func testOperators(t *testing.T, open opener) {
	engine := openNew(t, open)
	apply(t, one(
		data.Paper{ID: "arxiv:2101.00001", Title: "Neural machine translation of women's words", Abstract: "Transformers.", Authors: []string{"Christopher D. Manning", "Ada Lovelace"}, Date: data.Date{Year: 2021}},
		data.Paper{ID: "acl:P19-1001", DOI: "10.1000/x", Title: "Neural transfer for a woman", Authors: []string{"Ada Lovelace", "Christopher Manning"}, Venue: "ACL", Date: data.Date{Year: 2019}},
		data.Paper{ID: "pb:0011223344556677", Title: "Translation, which is always neural", Abstract: "Translations by neurons", Categories: []string{"cs.CL"}},
		data.Paper{ID: "doi:10.1000/y", Title: "A former survey", Abstract: "Of the and for", Authors: []string{"Manning Lee"}},
	), engine)
	for _, c := range []struct {
		text string
		want []data.Number
	}{
		{"!survey", []data.Number{1, 2, 3}},
		{"wom?n", []data.Number{1, 2}},
		{"w*n", []data.Number{}},
		{"*ormer*", []data.Number{1, 4}},
		{"title:*ormer", []data.Number{4}},
		{"author:m?nning", []data.Number{1, 2, 4}},
		{"tr*", []data.Number{1, 2, 3}},
		{`"neural trans*"`, []data.Number{2}},
		{`"machine transl*"`, []data.Number{1}},
		{`"neural wom?n"`, []data.Number{}},
		{`"neural translation"~1`, []data.Number{1}},
		{`"neural translation"~3`, []data.Number{1, 3}},
		{"translations NEAR/3 neural", []data.Number{1, 3}},
		{`title:"neuron translation"~9`, []data.Number{}},
		{`abstract:"neurons translation"~1`, []data.Number{3}},
		{`-"neural translation"~3`, []data.Number{2, 4}},
		{"abstract:*", []data.Number{1, 3}},
		{"-abstract:*", []data.Number{2, 4}},
		{"doi:*", []data.Number{2, 4}},
		{"author:* -venue:*", []data.Number{1, 4}},
		{"date:*", []data.Number{1, 2}},
		{"-cat:*", []data.Number{1, 2, 4}},
		{"first_author:manning", []data.Number{1, 4}},
		{`author:^"christopher manning"`, []data.Number{1}},
		{"author:^Love*", []data.Number{2}},
		{"-first_author:lovelace", []data.Number{1, 3, 4}},
		{"year>=2020", []data.Number{1}},
		{"'machine translation'", []data.Number{1}},
		{`title:="a former survey"`, []data.Number{4}},
	} {
		r := index.Request{Query: query.Parse(c.text), Match: index.MatchAll, Limit: 9, Explain: true}
		got := []data.Number{}
		for _, h := range search(t, engine, r).Hits {
			got = append(got, h.Number)
			if err := checkExplanation(h); err != nil {
				t.Errorf("%s: %v", c.text, err)
			}
		}
		slices.Sort(got)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s, read as %s: papers (-want +got)\n%s", c.text, r.Query, diff)
		}
	}
}

// testValues filters and counts by values in any spelling, and sorts by them.
func testValues(t *testing.T, open opener) {
	engine := openNew(t, open)
	apply(t, one(
		data.Paper{Title: "“Zebra” fish", Authors: []string{"Christopher D. Manning", "Ada Lovelace"}, Venue: "ACL; IJCNLP"},
		data.Paper{Title: "apes", Authors: []string{"Åsa Ångström"}, Venue: "ACL"},
		data.Paper{Title: "Élan", Authors: []string{"Ada Lovelace"}, Venue: "IJCNLP"},
		data.Paper{Abstract: "no title, no authors"},
	), engine)
	numbers := func(r index.Request) []data.Number {
		r.Limit = 9
		got := []data.Number{}
		for _, h := range search(t, engine, r).Hits {
			got = append(got, h.Number)
		}
		return got
	}
	for _, c := range []struct {
		facet  index.Facet
		values []string
		want   []data.Number
	}{
		{index.FacetVenue, []string{"ACL"}, []data.Number{1, 2}},
		{index.FacetVenue, []string{"ijcnlp"}, []data.Number{1, 3}},
		{index.FacetVenue, []string{"ACL; IJCNLP"}, []data.Number{}},
		{index.FacetAuthor, []string{"Christopher D. Manning"}, []data.Number{1}},
		{index.FacetAuthor, []string{"asa angstrom", "ADA  LOVELACE"}, []data.Number{1, 2, 3}},
	} {
		r := index.Request{Filter: index.Filter{Values: map[index.Facet][]string{c.facet: c.values}}}
		if diff := cmp.Diff(c.want, numbers(r)); diff != "" {
			t.Errorf("%s of %q (-want +got)\n%s", c.facet, c.values, diff)
		}
	}
	r := index.Request{Facets: []index.Facet{index.FacetVenue}, Filter: index.Filter{Values: map[index.Facet][]string{index.FacetVenue: {"acl", "none"}}}}
	want := []index.Bucket{
		{Key: "ACL", Value: "ACL", Count: 2, Selected: true}, {Key: "IJCNLP", Value: "IJCNLP", Count: 2}, {Key: "none", Value: "none", Selected: true},
		{Key: index.Unknown, Value: index.Unknown, Count: 1},
	}
	if diff := cmp.Diff(want, search(t, engine, r).Facets[index.FacetVenue]); diff != "" {
		t.Errorf("venues (-want +got)\n%s", diff)
	}
	for sort, want := range map[index.Sort][]data.Number{index.ByTitle: {2, 3, 1, 4}, index.ByFirstAuthor: {2, 3, 1, 4}} {
		if diff := cmp.Diff(want, numbers(index.Request{Sort: sort})); diff != "" {
			t.Errorf("by %s (-want +got)\n%s", sort, diff)
		}
	}
}
