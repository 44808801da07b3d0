package indextest

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/query"
)

// maker makes random papers, queries and requests from few words, so that ties, shared stems
// and empty answers are frequent.
type maker struct{ *rand.Rand }

func newMaker(seed uint64) maker { return maker{rand.New(rand.NewPCG(seed, 7))} }

func pick[T any](m maker, list []T) T { return list[m.IntN(len(list))] }

// chance is true p times in a hundred.
func (m maker) chance(p int) bool { return m.IntN(100) < p }

var words = strings.Fields(`transformer transformers transforming attention attentive network networks
	neural learning learned learn graph graphs model models modeling deep deeper translation translate
	Schrödinger Möbius café naïve größe straße 机器学习 翻译 模型 нейронные сети C++ GPT-4 pre-training pre training
	zero-shot zeroshot zero shot data set dataset Schroedinger groesse
	state-of-the-art graph-to-graph pretraining deep-learning networks-model word2vec l2 2.5 i.i.d. the of and with for is what 3D data β-VAE don't model's`)

// meant are words that may be names, venues or years.
var meant = strings.Fields(`Lovelace ada Erdős pal wei Li li Garcia lopez muller Mueller O'Brien OBrien brien j Pierre ACL nature 2016 2019 2021 BERT bert x`)

// heads are what some titles begin with before a colon.
var heads = []string{"BERT", "Graph", "GPT-4", "Deep learning"}

var names = []string{"Ada Lovelace", "ADA LOVELACE", "Erdős Pál", "Erdos Pal", "Li Wei", "Wei Li", "José García", "Jose Garcia Lopez", "Jean-Pierre Serre", "X", "李 伟", "The Collaboration",
	"Jürgen Müller", "Juergen Mueller", "Conan O'Brien", "O Brien, Conan", "OBrien C", "Laurens van der Maaten", "Adam Graph"}

var categories = []string{"cs.CL", "cs.LG", "cs", "math.AG", "astro-ph", "astro-ph.GA", "q-bio"}

var venues = []string{"ACL; IJCNLP", "acl;  Nature ;", "ACL", "NAACL 2019", "Proceedings of ACL", "Nature", "naacl 2019"}

func (m maker) text(maxWords int) string {
	var b strings.Builder
	for range m.IntN(maxWords + 1) {
		if m.chance(3) {
			b.WriteString(pick(m, meant) + " ")
		}
		b.WriteString(pick(m, words))
		b.WriteString(pick(m, []string{" ", " ", " ", ", ", ". ", "-"}))
	}
	return b.String()
}

func (m maker) date() data.Date {
	d := data.Date{Year: 2015 + m.IntN(10), Month: time.Month(1 + m.IntN(12)), Day: 1 + m.IntN(28)}
	switch m.IntN(5) {
	case 0:
		return data.Date{}
	case 1:
		return data.Date{Year: d.Year}
	case 2:
		return data.Date{Year: d.Year, Month: d.Month}
	}
	return d
}

// number returns nil in one case of three.
func (m maker) number(most int) *int {
	if m.chance(33) {
		return nil
	}
	n := 1 + m.IntN(most)
	return &n
}

func some[T any](m maker, list []T, most int) []T {
	chosen := []T{}
	for range m.IntN(most + 1) {
		chosen = append(chosen, pick(m, list))
	}
	return chosen
}

func (m maker) time() time.Time {
	return time.Date(2024, 1, 1, m.IntN(48), 0, 0, m.IntN(2)*500, time.UTC)
}

func (m maker) paper(n data.Number) *data.Paper {
	p := &data.Paper{
		ID:          data.ID(fmt.Sprintf("arxiv:2401.%05d", n)),
		Title:       m.text(5),
		Abstract:    m.text(25),
		Authors:     some(m, names, 4),
		AuthorCount: m.number(24),
		Date:        m.date(),
		Upvotes:     m.number(5),
		Comments:    m.number(3),
		Categories:  some(m, categories, 3),
		Added:       m.time(),
		Updated:     m.time(),
	}
	if m.chance(50) {
		p.Venue = pick(m, venues)
		p.Language = pick(m, []string{"en", "en", "de", "fr"})
	}
	if m.chance(20) {
		p.Title = pick(m, heads) + ": " + p.Title
	}
	if m.chance(20) {
		p.ID, p.DOI = data.ID(fmt.Sprintf("acl:P%02d-1001", n)), fmt.Sprintf("10.1000/x%d", n)
	}
	if n%2 == 0 {
		p.CitationKey = fmt.Sprintf("Smith%d", n)
	}
	for _, s := range some(m, []string{"acl", "arxiv", "huggingface"}, 2) {
		p.Sources = append(p.Sources, data.Provenance{Source: s})
	}
	if m.chance(60) {
		m.feature(p)
	}
	return p
}

// day returns one of 40 days.
func (m maker) day() data.Date {
	return data.DateOfDay(anyDay.FirstDay() + int32(m.IntN(40)))
}

// feature puts p on a daily list, up to three times, and observes its attention.
func (m maker) feature(p *data.Paper) {
	for range 1 + m.IntN(3) {
		p.FeaturedDays = append(p.FeaturedDays, m.day())
	}
	slices.SortFunc(p.FeaturedDays, func(a, b data.Date) int { return cmp.Compare(a.FirstDay(), b.FirstDay()) })
	p.FeaturedDays = slices.Compact(p.FeaturedDays)
	p.Featured = p.FeaturedDays[len(p.FeaturedDays)-1]
	if m.chance(20) {
		p.FeaturedDays = nil // a paper that only states the newest
	}
	p.Stars = m.number(2000)
	at := time.Date(anyDay.Year, anyDay.Month, anyDay.Day, m.IntN(24), 0, 0, 0, time.UTC)
	for range m.IntN(8) {
		at = at.Add(time.Duration(m.IntN(150)) * time.Hour)
		p.Observations = append(p.Observations, data.Observation{At: at, Upvotes: m.number(60), Stars: m.number(2000)})
	}
}

// log returns a random history of puts and deletes of papers 1 to n, in batches.
func (m maker) log(n, batches int) [][]data.Change {
	var log [][]data.Change
	sequence := data.Sequence(0)
	for range batches {
		var changes []data.Change
		for number := data.Number(1); number <= data.Number(n); number++ {
			if !m.chance(40) {
				continue
			}
			sequence++
			c := data.Change{Sequence: sequence, Number: number}
			if !m.chance(20) {
				c.Paper = m.paper(number)
			}
			changes = append(changes, c)
		}
		log = append(log, changes)
	}
	return log
}

func (m maker) query() query.Query {
	if m.chance(10) {
		return query.Query{}
	}
	if m.chance(30) {
		return m.freeQuery()
	}
	q := query.Query{Root: m.node(2)}
	if m.chance(10) {
		for range 1 + m.IntN(3) {
			q.Papers = append(q.Papers, m.leaf(query.ID))
		}
	}
	return q
}

// freeQuery returns free words alone, sometimes with one that is still being typed.
func (m maker) freeQuery() query.Query {
	var nodes []query.Node
	for range 1 + m.IntN(5) {
		nodes = append(nodes, query.Word{Text: m.leaf(query.AnyText)})
	}
	if m.chance(30) {
		r := []rune(m.leaf(query.AnyText))
		r = r[:1+m.IntN(len(r))]
		if m.chance(20) {
			r[m.IntN(len(r))] = 'x'
		}
		nodes = append(nodes, query.Typed{Text: string(r)})
	}
	if len(nodes) == 1 {
		return query.Query{Root: nodes[0]}
	}
	return query.Query{Root: query.And{Nodes: nodes}}
}

func (m maker) node(depth int) query.Node {
	if depth > 0 && m.chance(60) {
		var nodes []query.Node
		for range 1 + m.IntN(4) {
			nodes = append(nodes, m.node(depth-1))
		}
		switch m.IntN(5) {
		case 0:
			return query.Or{Nodes: nodes}
		case 1:
			return query.Not{Node: nodes[0]}
		}
		return query.And{Nodes: nodes}
	}
	field := query.AnyText
	if m.chance(30) {
		field = pick(m, []query.Field{query.Title, query.Abstract, query.Author, query.Category, query.Venue, query.ID, query.FirstAuthor})
	}
	text := m.leaf(field)
	switch m.IntN(11) {
	case 4:
		r := []rune(text)
		at := m.IntN(len(r))
		return query.Pattern{Field: field, Text: pick(m, []string{"", "*"}) + string(r[:at]) + pick(m, []string{"*", "?"}) + string(r[min(at+1, len(r)):])}
	case 5:
		near := query.Near{Field: pick(m, []query.Field{query.AnyText, query.Title, query.Abstract}), Slop: m.IntN(4)}
		for range 1 + m.IntN(3) {
			near.Text += " " + pick(m, append(slices.Clone(words), "net*", "tr*form*", "?etwork", "le?rn*"))
		}
		return near
	case 6:
		return query.Has{Field: pick(m, []query.Field{query.Title, query.Abstract, query.Author, query.Category, query.Venue, query.DOI, query.Date})}
	case 0:
		more := ""
		if field != query.Category && field != query.ID {
			more = " " + m.leaf(field)
		}
		return query.Phrase{Field: field, Text: text + more}
	case 1:
		r := []rune(text)
		return query.Prefix{Field: field, Text: string(r[:min(len(r), 1+m.IntN(4))])}
	case 2:
		r := []rune(text)
		at := m.IntN(len(r))
		return query.Fuzzy{Field: field, Text: string(r[:at]) + pick(m, []string{"", "x", "ö"}) + string(r[at+m.IntN(2):])}
	case 3:
		return m.queryRange()
	}
	return query.Word{Field: field, Text: text}
}

func (m maker) leaf(field query.Field) string {
	switch field {
	case query.Author, query.FirstAuthor:
		return pick(m, append(strings.Fields(strings.Join(names, " ")), names...))
	case query.Category:
		return pick(m, append([]string{"CS", "hep"}, categories...))
	case query.Venue:
		return pick(m, append([]string{"naacl", "of"}, venues...))
	case query.ID:
		return pick(m, []string{"2401.00003", "arXiv:2401.00004v2", "https://arxiv.org/abs/2401.00005", "P07-1001", "acl:P08-1001", "10.1000/X9", "key:smith10", "none"})
	}
	if m.chance(30) {
		return pick(m, meant)
	}
	return pick(m, words)
}

func (m maker) queryRange() query.Range {
	switch m.IntN(3) {
	case 0:
		return query.Range{Column: query.DateColumn, From: m.date(), To: m.date()}
	case 1:
		return query.Range{Column: query.AuthorsColumn, Min: m.number(10), Max: m.number(24)}
	}
	return query.Range{Column: query.UpvotesColumn, Min: m.number(5), Max: m.number(5)}
}

// facetSamples are values to filter by, in several spellings, and some that no paper has.
var facetSamples = map[index.Facet][]string{
	index.FacetDate:        {"2016", "2019", "2019-04", "2019-05", "2020-01", "2021-03-05", "2030", "nonsense", index.Unknown},
	index.FacetAuthorCount: {"1", "2", "3", "6-10", "11-20", "21+", "nonsense", index.Unknown},
	index.FacetAuthor:      {"ada lovelace", "Erdős Pál", "LI WEI", "erdos pal", "li wei", "nobody", index.Unknown},
	index.FacetCategory:    {"cs", "CS.cl", "cs.LG", "math", "astro-ph", "hep", index.Unknown},
	index.FacetVenue:       {"ACL", "acl", "ijcnlp", "Naacl  2019", "NAACL 2019", "none", index.Unknown},
	index.FacetLanguage:    {"en", "EN", "de", "fr", index.Unknown},
	index.FacetSource:      {"acl", "ArXiv", "arxiv", "sample", index.Unknown},
}

func (m maker) filter() index.Filter {
	var f index.Filter
	if m.chance(40) {
		return f
	}
	f.Values = map[index.Facet][]string{}
	for facet, values := range facetSamples {
		if m.chance(25) {
			f.Values[facet] = some(m, values, 3)
		}
	}
	if m.chance(20) {
		f.From = m.date()
	}
	if m.chance(20) {
		f.To = m.date()
	}
	f.Within = m.chance(30)
	if m.chance(15) {
		f.AuthorsMin, f.AuthorsMax = m.IntN(5), m.IntN(24)
	}
	if m.chance(10) {
		f.AddedAfter = m.time()
	}
	if m.chance(10) {
		f.UpdatedAfter = m.time()
	}
	if m.chance(10) {
		f.FeaturedFrom, f.FeaturedTo = m.day(), m.day()
	}
	if m.chance(10) {
		f.FeaturedTo = m.date()
	}
	if m.chance(10) {
		f.AddedFrom = pick(m, []data.Date{data.DateOf(m.time()), {}, {Year: 2024}, {Year: 1000}})
		f.AddedTo = pick(m, []data.Date{data.DateOf(m.time()), {}, {Year: 2024, Month: 1}, {Year: 2199}})
	}
	if m.chance(20) {
		facet := pick(m, index.Facets)
		f.Scope = map[index.Facet][]string{facet: some(m, facetSamples[facet], 2)}
	}
	return f
}

func (m maker) request() index.Request {
	r := index.Request{
		Query:      m.query(),
		Match:      pick(m, append([]index.Match{""}, index.Matches...)),
		Filter:     m.filter(),
		Sort:       pick(m, append([]index.Sort{""}, index.Sorts...)),
		Limit:      m.IntN(30),
		Offset:     m.IntN(4) * m.IntN(5),
		Facets:     some(m, index.Facets, 6),
		FacetLimit: m.IntN(5),
		Explain:    m.chance(30),
		NoPrior:    m.chance(30),
	}
	if r.Sort == index.ByTrending {
		r.Today = m.day()
	}
	if m.chance(30) {
		r.Calendar = pick(m, []index.DayKind{index.DayFeatured, index.DayPublished, index.DayAdded})
	}
	if m.chance(20) {
		r.FacetContains = pick(m, []string{"a", "L", "li", "cs", "CS.c", "wé", "ac", "zz", " "})
	}
	return r
}

// similarRequest asks for the papers most like a random one, some of whose words count
// negatively, out of papers numbered up to n.
func (m maker) similarRequest(n int) index.SimilarRequest {
	r := index.SimilarRequest{Filter: m.filter(), Limit: m.IntN(20), MaxTerms: pick(m, []int{0, 0, 3, 100, 1000})}
	for range 1 + m.IntN(4) {
		r.Terms = append(r.Terms, m.bag()...)
	}
	if m.chance(40) {
		r.And = append([]index.Term{}, m.bag()...)
	}
	r.Exclude = append(r.Exclude, data.Number(1+m.IntN(n)), 9999)
	return r
}

// bag returns the stems of a random paper, some of them with a negative weight.
func (m maker) bag() []index.Term {
	p := &paper{Paper: *m.paper(1)}
	p.tokenize()
	var terms []index.Term
	for stem, w := range stemWeights(p) {
		terms = append(terms, index.Term{Stem: stem, Weight: w * pick(m, []float64{1, 1, 1, -.3, -1})})
	}
	return terms
}
