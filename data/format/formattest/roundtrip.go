package formattest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/text"
)

// Loss describes something that is lost when papers are written in a format and read again.
type Loss struct {
	// Why is a sentence for people.
	Why string
	// Forget removes it from a paper.
	Forget func(*data.Paper)
}

// RoundTrip writes papers, reads them back, and compares the id and the stated fields. These must
// be those of the paper after the losses were applied to it, in order. A loss that changes no
// paper fails the test: it has to be deleted from the list.
func RoundTrip(t *testing.T, f format.Format, losses ...Loss) {
	t.Helper()
	papers := Papers(1, 1000)
	if head := Write(t, f.Write.New, papers...)[:format.SniffLen]; !f.Sniff([]byte(head)) {
		t.Errorf("%s does not recognize what it writes: %q", f.Name, head[:500])
	}
	seen := make([]bool, len(losses))
	for _, paper := range papers {
		got, err := readBack(t, f, paper)
		if err != nil {
			t.Fatalf("%+v\ncan't be read back: %v", paper, err)
		}
		want := paper
		for i, loss := range losses {
			before := want
			loss.Forget(&want)
			seen[i] = seen[i] || differences(&before, &want) != nil
		}
		for _, field := range differences(&want, &got) {
			t.Errorf("%s: %q\nwant %q", field.Name, field.Value(&got), field.Value(&want))
		}
		if t.Failed() {
			t.Fatalf("%s\nis what is written of %+v", Write(t, f.Write.New, paper), paper)
		}
	}
	for i, loss := range losses {
		if !seen[i] {
			t.Errorf("no paper is changed by the loss %q: delete it", loss.Why)
		}
	}
}

// differences returns the fields that differ. A nil list equals an empty one.
func differences(p, q *data.Paper) (fields []*data.Field) {
	for i := range data.Fields {
		field := &data.Fields[i]
		if field.Name != "id" && !field.IsStated(p) && !field.IsStated(q) || field.Equal(p, q) {
			continue
		}
		fields = append(fields, field)
	}
	return fields
}

// readBack writes a paper and reads it back.
func readBack(t *testing.T, f format.Format, p data.Paper) (data.Paper, error) {
	text := Write(t, f.Write.New, p)
	records, rejects := Read(t, f.Read, format.Input{Reader: strings.NewReader(text), Location: "papers"})
	if len(records) != 1 || len(rejects) > 0 {
		return data.Paper{}, fmt.Errorf("%d records, rejections %q of %q", len(records), rejects, text)
	}
	return records[0].Paper, nil
}

// FuzzRoundTrip writes a paper with fuzzed texts. It must be read back as one paper.
func FuzzRoundTrip(f *testing.F, one format.Format) {
	for _, s := range append(hostile, "&amp;", "arXiv:1706.03762", "10.1000/x", "https://example.org/x") {
		f.Add(s, s, s)
	}
	f.Fuzz(func(t *testing.T, title, abstract, name string) {
		r := data.Record{Paper: data.Paper{Title: title, Abstract: abstract, Authors: []string{name, "Ann Other"}, Venue: name, Categories: []string{name}}}
		if data.Validate(&r) != nil || !text.HasLetterOrDigit(text.Plain(r.Paper.Title)) {
			return
		}
		if _, err := readBack(t, one, r.Paper); err != nil {
			t.Error(err)
		}
	})
}

// hostile lists texts that contain syntax of some format.
var hostile = []string{
	`A {brace, and a "quote"`, `closed} \brace\`, `100% & more_than #1 ~ ^`, `$5 or $6`, `$\alpha_{1}$-divergence`, `\'etale \emph{maps}`,
	"ER  - ", "TY  - JOUR", "@article{x,", "a; b; c", "and", "Smith and Sons", `'quoted'`, "=SUM(A1)", "+1", "-1", "@here", "*star*",
	"<i>x</i> < y & z", "x &amp; y", "a,b", "[1]", "{}", "null", "None", "n/a", "Müller’s ‘naïve’ – été", "深度学习", "e\u0301", "🙂", "A -- B --- C ``D''", "title.", "ends...",
	"A: subtitle", "~10", "x\\\\y", "\"", "'", "`", "|", "a | b", "et al.", "others",
}

var (
	plainTitles = []string{"Attention Is All You Need", "BERT: Pre-training of Deep Bidirectional Transformers", "On the origin of species", "A Study of mRNA"}
	names       = []string{"Ashish Vaswani", "O'Brien", "Smith and Sons", "*Starred Name", "Gödel Kurt <i>x</i>", "A {Braced} Name", "Laurens van der Maaten", "Plato", "Martin Luther King Jr.", "The ATLAS Collaboration", "J.-P. Müller", "王小明", "Vaswani, Ashish"}
	ids         = []struct {
		id  data.ID
		doi string
	}{
		{}, {"", "10.1000/x_(y)"}, {"arxiv:1706.03762", ""}, {"arxiv:math/0211159", "10.1000/x_(y)"}, {"arxiv:1706.03762", "10.48550/arxiv.1706.03762"},
		{"acl:2020.acl-main.1", "10.18653/v1/2020.acl-main.1"}, {"acl:P18-1234", ""}, {"doi:10.1000/x_(y)", "10.1000/x_(y)"}, {"doi:10.1000/x_(y)", ""},
		{"pmid:123", ""}, {"s2:abc", "10.1000/x_(y)"}, {"s2:abc", ""},
	}
	venues     = []string{"", "ACL", "Journal of A&B", "J. Mach. Learn. Res."}
	categories = []string{"cs.CL", "math.GT", "hep-th", "machine learning", "biology"}
	urls       = []string{"https://example.org/a?b={c}&d=1", "http://example.org/%7Ex", "https://example.org/x;y"}
	paragraphs = []string{"One paragraph of it.", "Another, with $x^2$.", "A third; it ends."}
)

// Papers returns n valid papers with plain and hostile texts, generated from a seed.
func Papers(seed uint64, n int) []data.Paper {
	r := rand.New(rand.NewPCG(seed, 0))
	pick := func(values []string) string { return values[r.IntN(len(values))] }
	text := func(plain []string) string {
		switch r.IntN(3) {
		case 0:
			return pick(plain)
		case 1:
			return pick(hostile)
		}
		return pick(plain) + " " + pick(hostile) + " " + pick(plain)
	}
	some := func(values []string, max int, one func([]string) string) (list []string) {
		for range r.IntN(max + 1) {
			list = append(list, one(values))
		}
		return list
	}
	count := func() *int {
		if r.IntN(2) == 0 {
			return nil
		}
		return Pointer(r.IntN(10))
	}
	var papers []data.Paper
	for len(papers) < n {
		id := ids[r.IntN(len(ids))]
		record := data.Record{Paper: data.Paper{
			ID: id.id, Title: text(plainTitles), Abstract: strings.Join(some(paragraphs, 3, text), "\n\n"), Authors: some(names, 4, pick),
			AuthorCount: count(), Date: randomDate(r), Upvotes: count(), Comments: count(), Categories: some(categories, 3, pick), DOI: id.doi, URLs: some(urls, 2, pick),
		}}
		if record.Paper.Venue = pick(venues); r.IntN(4) == 0 {
			record.Paper.Venue = text(venues)
		}
		addReference(r, &record.Paper, text)
		if r.IntN(2) == 0 {
			record.Paper.Language = pick([]string{"en", "de", "zh", "haw"})
		}
		if r.IntN(3) == 0 {
			for range 1 + r.IntN(3) {
				record.Paper.FeaturedDays = append(record.Paper.FeaturedDays, data.DateOf(time.Date(2024, 1, 1+r.IntN(300), 0, 0, 0, 0, time.UTC)))
			}
			record.Paper.Stars, record.Paper.Repository = count(), pick(urls)
			record.Paper.Organization, record.Paper.AISummary, record.Paper.AIKeywords = text(venues), text(paragraphs), some(categories, 3, pick)
		}
		var invalid *data.FieldError
		if err := data.Validate(&record); errors.As(err, &invalid) {
			continue
		}
		record.Paper.Sources = nil
		papers = append(papers, record.Paper)
	}
	return papers
}

// addReference adds what a source says about the publication of a paper: nothing, or what papers of a
// type have.
func addReference(r *rand.Rand, p *data.Paper, text func([]string) string) {
	pick := func(values ...string) string { return values[r.IntN(len(values))] }
	p.CitationKey = pick("", "", "smith2020a", "Test:2021/x", "müller2019")
	if r.IntN(2) == 0 {
		for _, name := range append(p.Authors, p.Editors...) {
			if data.SplitName(name).IsGroup && !slices.Contains(p.Groups, name) {
				p.Groups = append(p.Groups, name)
			}
		}
	}
	if p.Type = data.Type(pick("", "", "article", "article", "conference-paper", "conference-paper", "book", "chapter", "thesis", "report", "preprint", "dataset", "software")); p.Type == "" {
		return
	}
	p.Venue, p.Place = "", pick("", "Testville", "New York & London")
	p.Publisher = pick("", "Test & Press", "Zenodo")
	switch p.Type {
	case data.TypeArticle:
		p.Container, p.Volume, p.Number, p.Pages = text(venues[1:]), pick("", "7", "12B"), pick("", "2", "3-4"), pick("", "12-34", "e1003", "S1-S15")
		p.ISSN = pick("", "1234-5679", "1234-5679, 2345-6787")
	case data.TypeConferencePaper, data.TypeChapter:
		p.Container, p.Volume, p.Pages, p.Series = text(venues[1:]), pick("", "7"), pick("", "12-34", "7"), pick("", "Tests in Science")
		p.ISBN, p.Editors = pick("", "978-0-306-40615-7"), []string{"Ed van der Itor"}[:r.IntN(2)]
	case data.TypeBook:
		p.Editors = []string{"Ed van der Itor", "The ATLAS Collaboration"}[:r.IntN(3)]
		if r.IntN(2) == 0 {
			p.Authors, p.AuthorCount = nil, nil
		}
		p.Volume, p.Series, p.Edition, p.ISBN = pick("", "7"), pick("", "Tests in Science"), pick("", "2", "Revised"), pick("", "978-0-306-40615-7")
	case data.TypeThesis:
		p.School, p.Note, p.Publisher = pick("", "University of Testing", p.Publisher), pick("PhD thesis", "Master's thesis"), pick("", "", p.Publisher)
		return
	case data.TypeReport:
		p.School, p.Number, p.Publisher = pick("", "Institute of Tests"), pick("", "TR-7"), pick("", p.Publisher)
	}
	if p.Venue = p.Container; p.Type == data.TypeConferencePaper && r.IntN(3) == 0 {
		p.Venue = "TEST 2021"
	}
	p.Note = pick("", "", "Best paper", "Two lines.\n\nOf a note with 100% of _it_.")
}

// randomDate returns a date of any precision, or the unknown date.
func randomDate(r *rand.Rand) data.Date {
	d := data.Date{Year: 1990 + r.IntN(35), Month: time.Month(1 + r.IntN(12)), Day: 1 + r.IntN(28)}
	return []data.Date{{}, {Year: d.Year}, {Year: d.Year, Month: d.Month}, d}[r.IntN(4)]
}

// Losses of more than one format.
var (
	// LosesCounts means that the format has nothing of what daily lists say.
	LosesCounts = Loss{"what a daily list says about a paper is not written, or not read", func(p *data.Paper) {
		p.Upvotes, p.Comments, p.Stars, p.Featured, p.FeaturedDays = nil, nil, nil, data.Date{}, nil
		p.Organization, p.Repository, p.AISummary, p.AIKeywords = "", "", "", nil
	}}
	LosesAuthorCount = Loss{"the number of authors is not written if it differs from the number of names", func(p *data.Paper) {
		p.AuthorCount = nil
		if n := len(p.Authors); n > 0 {
			p.AuthorCount = &n
		}
	}}
	LosesKeywords = Loss{"only arXiv categories are read as categories", func(p *data.Paper) {
		p.Categories = slices.DeleteFunc(slices.Clone(p.Categories), func(c string) bool { return !format.IsArXivCategory(c) })
	}}
	LosesURLs = Loss{"only the URL of the paper's page is written", func(p *data.Paper) {
		url := format.LandingPage(*p)
		if p.URLs = nil; url != "" {
			p.URLs = []string{url}
		}
	}}
	LosesHiddenCount = Loss{"the number of authors is not written if it differs from the number of names, only that it does", func(p *data.Paper) {
		if format.LacksAuthors(*p) {
			p.AuthorCount = nil
		}
	}}
	// AddsPages means that a reference always has an address.
	AddsPages = Loss{"a paper without addresses gets that of its page", func(p *data.Paper) {
		if url, _ := format.Addresses(*p); url != "" && len(p.URLs) == 0 {
			p.URLs = []string{url}
		}
	}}
	// AddsPage means that the format can't tell the address of a page from the paper's own.
	AddsPage = Loss{"the address of a paper's page is one of its addresses", func(p *data.Paper) {
		if url, own := format.Addresses(*p); len(own) > 0 && !slices.Contains(own, url) {
			p.URLs = append([]string{url}, own...)
		}
	}}
	AddsDOI = Loss{"a DOI that is the id is also the DOI", func(p *data.Paper) { p.DOI = format.DOIOf(*p) }}
	// LosesGuesses means that the format says the type, the container and the groups of every paper.
	LosesGuesses = Loss{"where no source says, the type, the container and the groups are guesses", func(p *data.Paper) {
		groups := slices.DeleteFunc(slices.Concat(p.Authors, p.Editors), func(name string) bool { return !p.NameOf(name).IsGroup })
		for i, group := range groups {
			if !slices.Contains(groups[:i], group) && !slices.Contains(p.Groups, group) {
				p.Groups = append(p.Groups, group)
			}
		}
		p.Type, p.Container = format.TypeOf(*p), format.Container(*p)
	}}
	LosesNameOrder  = Loss{"a name with the family name first is read with the given names first", func(p *data.Paper) { p.Authors = Each(p.Authors, format.GivenFirst) }}
	LosesParagraphs = Loss{"an abstract is written as one line", func(p *data.Paper) { p.Abstract = text.OneLine(p.Abstract) }}
	LosesMarkup     = Loss{"tags and entities are read as markup", func(p *data.Paper) {
		p.Title, p.Abstract, p.Venue, p.Container = text.PlainLine(p.Title), text.Paragraphs(text.Plain(p.Abstract)), text.PlainLine(p.Venue), text.PlainLine(p.Container)
	}}
	LosesNameMarkup = Loss{"tags and entities in names are read as markup", func(p *data.Paper) { p.Authors = Each(p.Authors, text.PlainLine) }}
)

// Each returns the values with edit applied to each.
func Each(values []string, edit func(string) string) []string {
	edited := make([]string, len(values))
	for i, value := range values {
		edited[i] = edit(value)
	}
	return edited
}

// LosesID returns the loss of ids whose scheme is not in schemes: the paper gets an id from its
// DOI, URLs or content instead.
func LosesID(schemes ...string) Loss {
	return Loss{"an id of another catalogue is not written", func(p *data.Paper) {
		if slices.Contains(schemes, p.ID.Scheme()) {
			return
		}
		r := data.Record{Paper: *p}
		r.Paper.ID = ""
		if data.Validate(&r) == nil {
			p.ID = r.Paper.ID
		}
	}}
}
