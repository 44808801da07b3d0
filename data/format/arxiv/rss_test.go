package arxiv

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formattest"
)

// rss2 and rss1 have the forms of arXiv's daily feeds since and until January 2024.
const (
	rss2 = `<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" version="2.0">
  <channel><title>cs.CL updates on arXiv.org</title><link>http://rss.arxiv.org/rss/cs.CL</link>
    <item>
      <title>Bounds of $O(n^2)$ steps</title>
      <link>https://arxiv.org/abs/2402.00001</link>
      <description>arXiv:2402.00001v2 Announce Type: replace-cross
Abstract: We take $\alpha$ steps.</description>
      <guid isPermaLink="false">oai:arXiv.org:2402.00001v2</guid>
      <category>cs.CL</category><category>stat.ML</category>
      <pubDate>Mon, 05 Feb 2024 00:00:00 -0500</pubDate>
      <arxiv:announce_type>replace-cross</arxiv:announce_type>
      <dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>
      <arxiv:DOI>10.1000/Z</arxiv:DOI>
      <arxiv:journal_reference>J. Steps 3 (2024)</arxiv:journal_reference>
      <dc:creator>Ada Lovelace (London), Alan M\"uller</dc:creator>
    </item>
  </channel>
</rss>`
	rss1 = `<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="http://arxiv.org/"><title>cs.CL updates on arXiv.org</title><items><rdf:Seq><rdf:li rdf:resource="http://arxiv.org/abs/2301.00002"/></rdf:Seq></items></channel>
<item rdf:about="http://arxiv.org/abs/2301.00002">
<title>Taking Steps. (arXiv:2301.00002v3 [cs.CL] UPDATED)</title>
<link>http://arxiv.org/abs/2301.00002</link>
<description rdf:parseType="Literal">&lt;p&gt;We take steps.
&lt;/p&gt;
</description>
<dc:creator> &lt;a href="http://arxiv.org/find/cs/1/au:+Lovelace_A/0/1/0/all/0/1"&gt;Ada Lovelace&lt;/a&gt;, &lt;a href="http://arxiv.org/find/cs/1/au:+Hopper_G/0/1/0/all/0/1"&gt;Grace Hopper&lt;/a&gt;</dc:creator>
</item></rdf:RDF>`
)

func TestRSS(t *testing.T) {
	for feed, want := range map[string]data.Paper{
		rss2: {
			ID: "arxiv:2402.00001", Title: "Bounds of O(n²) steps", Abstract: "We take α steps.", Authors: []string{"Ada Lovelace", "Alan Müller"}, AuthorCount: formattest.Pointer(2),
			Date: data.Date{Year: 2024, Month: 2}, Categories: []string{"cs.CL", "stat.ML"}, Venue: "J. Steps 3 (2024)", DOI: "10.1000/z",
		},
		rss1: {
			ID: "arxiv:2301.00002", Title: "Taking Steps", Abstract: "We take steps.", Authors: []string{"Ada Lovelace", "Grace Hopper"}, AuthorCount: formattest.Pointer(2),
			Date: data.Date{Year: 2023, Month: 1}, Categories: []string{"cs.CL"}, Type: data.TypePreprint,
		},
	} {
		if sniffAtom([]byte(feed)) || recognized(feed) != "arxiv-rss" {
			t.Errorf("recognized as %q", recognized(feed))
		}
		records, rejects := formattest.ReadText(t, readRSS, "feed.xml", feed)
		if len(records) != 1 || len(rejects) > 0 {
			t.Fatalf("%d records, rejects %q", len(records), rejects)
		}
		if diff := cmp.Diff(want, records[0].Paper, equateEmpty); diff != "" {
			t.Errorf("paper (-want +got):\n%s", diff)
		}
	}
}

// recognized returns the name of the first of this package's formats that recognizes a text.
func recognized(text string) string {
	for _, f := range Formats() {
		if f.Sniff([]byte(text)) {
			return f.Name
		}
	}
	return ""
}

// TestRSSErrors checks that a feed without items says so, and that an item without an id of arXiv is
// rejected.
func TestRSSErrors(t *testing.T) {
	empty := rss2[:strings.Index(rss2, "<item>")] + "</channel></rss>"
	if read, got := readAll(t, readRSS, empty); read != 0 || got != "the document has no records: there is no <item>" {
		t.Errorf("an empty feed: %d read and %q", read, got)
	}
	other := strings.NewReplacer("oai:arXiv.org:2402.00001v2", "x", "https://arxiv.org/abs/2402.00001", "https://example.org").Replace(rss2)
	if read, got := readAll(t, readRSS, other); read != 0 || !strings.Contains(got, "invalid id") {
		t.Errorf("an item of another site: %d read and %q", read, got)
	}
}

func FuzzRSS(f *testing.F) {
	f.Add(rss2)
	f.Add(rss1)
	formattest.Fuzz(f, format.Format{Name: "arxiv-rss", Sniff: func(head []byte) bool { return recognized(string(head)) != "" }, Read: readRSS})
}
