package arxiv

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formattest"
)

// newFeed has the form of the API's responses since November 2025, with namespaces at the top and
// https addresses. older has the form before that.
const (
	newFeed = `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/SkuXkYxumgL1drFIL7NufdnpkFc</id>
  <title>arXiv Query: search_query=&amp;id_list=math/0211159v1</title>
  <opensearch:totalResults>1</opensearch:totalResults>
  <entry>
    <id>https://arxiv.org/abs/math/0211159v1</id>
    <title>The entropy formula for the Ricci flow
  and $\mathbb{R}^3$</title>
    <updated>2002-11-12T00:12:23Z</updated>
    <link href="https://arxiv.org/abs/math/0211159v1" rel="alternate" type="text/html"/>
    <summary>  We present a monotonic expression for the
Ricci flow.
  It is valid in all dimensions.
</summary>
    <category term="math.DG" scheme="http://arxiv.org/schemas/atom"/>
    <category term="53C" scheme="http://arxiv.org/schemas/atom"/>
    <category term="math.AP" scheme="http://arxiv.org/schemas/atom"/>
    <published>2002-11-11T16:11:49-05:00</published>
    <arxiv:comment>39 pages</arxiv:comment>
    <arxiv:primary_category term="math.AP"/>
    <author>
      <name>Grisha Perel'man</name>
      <arxiv:affiliation>Steklov</arxiv:affiliation>
    </author>
    <author><name>The X, Y Group</name></author>
  </entry>
</feed>`
	olderEntry = `<entry>
    <id>http://arxiv.org/abs/1601.00001v2</id>
    <published>2015-12-26T21:19:45Z</published>
    <title>T</title>
    <summary>  A&lt;B.
</summary>
    <author><name>M. Kilgour</name></author>
    <arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.1063/1.4944470</arxiv:doi>
    <arxiv:journal_ref xmlns:arxiv="http://arxiv.org/schemas/atom">J. Chem. Phys. 144
  (2016)</arxiv:journal_ref>
    <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="cs.RO" scheme="http://arxiv.org/schemas/atom"/>
    <category term="cs.RO" scheme="http://arxiv.org/schemas/atom"/>
  </entry>`
	dailyFeed = `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <title>cs.AI updates on arXiv.org</title>
  <entry><id>oai:arXiv.org:2607.00001v3</id><title>T</title><summary>arXiv:2607.00001v3 Announce Type: replace
Abstract: We say.</summary><category term="cs.AI"/><published>2026-09-29T00:00:00-04:00</published>
  <arxiv:announce_type>replace</arxiv:announce_type><dc:creator>Ada Lovelace (London), Alan M\"uller</dc:creator><arxiv:DOI>10.1000/a</arxiv:DOI></entry>
</feed>`
)

func older(entries string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/api/x</id>` + entries + `</feed>`
}

func TestAtom(t *testing.T) {
	for name, test := range map[string]struct {
		feed string
		want data.Record
	}{
		"the current API": {newFeed, data.Record{
			Paper: data.Paper{
				ID: "arxiv:math/0211159", Title: "The entropy formula for the Ricci flow and ℝ³", Abstract: "We present a monotonic expression for the Ricci flow.\n\nIt is valid in all dimensions.",
				Authors: []string{"Grisha Perel'man", "The X, Y Group"}, AuthorCount: formattest.Pointer(2), Date: data.Date{Year: 2002, Month: 11, Day: 11},
				Categories: []string{"math.AP", "math.DG"}, Type: data.TypePreprint,
			},
			Origin: data.Provenance{Source: "arxiv", Location: "feed.xml", Raw: map[string]string{
				"title": `The entropy formula for the Ricci flow and $\mathbb{R}^3$`, "date": "2002-11-11T16:11:49-05:00",
			}},
			Entry: "entry 1",
		}},
		"before 2025": {older(olderEntry), data.Record{
			Paper: data.Paper{
				ID: "arxiv:1601.00001", Title: "T", Abstract: "A<B.", Authors: []string{"M. Kilgour"}, AuthorCount: formattest.Pointer(1),
				Date: data.Date{Year: 2015, Month: 12, Day: 26}, Categories: []string{"cs.RO"}, Venue: "J. Chem. Phys. 144 (2016)", DOI: "10.1063/1.4944470",
			},
			Aliases: []data.ID{"doi:10.1063/1.4944470"},
			Origin:  data.Provenance{Source: "arxiv", Location: "feed.xml", Raw: map[string]string{"date": "2015-12-26T21:19:45Z"}},
			Entry:   "entry 1",
		}},
		"a daily feed": {dailyFeed, data.Record{
			Paper: data.Paper{
				ID: "arxiv:2607.00001", Title: "T", Abstract: "We say.", Authors: []string{"Ada Lovelace", "Alan Müller"}, AuthorCount: formattest.Pointer(2),
				Date: data.Date{Year: 2026, Month: 7}, Categories: []string{"cs.AI"}, Type: data.TypePreprint, DOI: "10.1000/a",
			},
			Aliases: []data.ID{"doi:10.1000/a"},
			Origin: data.Provenance{
				Source: "arxiv", Location: "feed.xml", Raw: map[string]string{"authors": `Ada Lovelace (London), Alan M\"uller`}, Warnings: []string{"date_from_id"},
			},
			Entry: "entry 1",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			if !sniffAtom([]byte(test.feed)) {
				t.Error("not recognized")
			}
			records, rejects := formattest.Read(t, readAtom, format.Input{Reader: strings.NewReader(test.feed), Location: "feed.xml"})
			if diff := cmp.Diff([]data.Record{test.want}, records, equateEmpty); diff != "" || len(rejects) > 0 {
				t.Errorf("rejects %q, records (-want +got):\n%s", rejects, diff)
			}
		})
	}
}

// TestAtomErrors checks that a feed without papers says so, that an invalid entry is
// rejected without affecting the others, and that an error that ends a feed says why.
func TestAtomErrors(t *testing.T) {
	const wrong = `<entry><id>http://arxiv.org/abs/nonsense</id><title>T</title></entry>`
	const failed = `<entry><id>http://arxiv.org/api/errors#incorrect_id_format_for_1234.123</id><title>Error</title>
		<summary>incorrect id format for 1234.123</summary><author><name>arXiv api core</name></author></entry>`
	for name, test := range map[string]struct {
		feed string
		read int
		want string
	}{
		"empty":            {older(""), 0, "the document has no records: there is no <entry>"},
		"an invalid entry": {older(wrong + olderEntry), 1, `entry 1: invalid id "http://arxiv.org/abs/nonsense": no arxiv id has this form`},
		"an error":         {older(failed), 0, "arXiv returned an error: incorrect id format for 1234.123"},
		"cut off":          {strings.TrimSuffix(older(olderEntry+"<entry>"), "</feed>"), 1, "the XML ends in the middle: an element is not closed"},
		"entities":         {`<!DOCTYPE f [<!ENTITY a "aaaa">]>` + older("<entry><title>&a;</title></entry>"), 0, "title: a title is required"},
	} {
		read, got := readAll(t, readAtom, test.feed)
		if read != test.read || !strings.HasSuffix(got, test.want) || (got == "") != (test.want == "") {
			t.Errorf("%s: %d read and %q, want %d and %q", name, read, got, test.read, test.want)
		}
	}
}

func FuzzAtom(f *testing.F) {
	f.Add(newFeed)
	f.Add(older(olderEntry))
	f.Add(dailyFeed)
	f.Fuzz(func(t *testing.T, text string) {
		sniffAtom([]byte(text))
		drain(t, readAtom, text)
	})
}

func BenchmarkAtom(b *testing.B) {
	const entries = 1000
	var feed strings.Builder
	for i := range entries {
		feed.WriteString(strings.NewReplacer("1601.00001", fmt.Sprintf("1601.%05d", i), "A&lt;B.", strings.Repeat("Some words of an\nabstract, $x$. ", 40)).Replace(olderEntry))
	}
	benchmark(b, readAtom, older(feed.String()), entries)
}
