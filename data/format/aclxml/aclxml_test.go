package aclxml

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/format/formattest"
)

const anthology = `<?xml version='1.0' encoding='UTF-8'?>
<collection id="P18">
  <volume id="1">
    <meta>
      <booktitle>Proceedings of the 56th Meeting (Volume 1: Long Papers)</booktitle>
      <editor><first>Iryna</first><last>Editor</last></editor>
      <publisher>ACL</publisher><address>Melbourne, Australia</address><isbn>978-1-0</isbn>
      <month>July</month><year>2018</year>
      <url hash="e268fd13">P18-1</url>
    </meta>
    <frontmatter><title>Front</title><url>P18-1000</url></frontmatter>
    <paper id="1">
      <title>Probabilistic <fixed-case>F</fixed-case>ast<fixed-case>T</fixed-case>ext with <tex-math>\ell_2</tex-math> norms</title>
      <author><first>Ben</first><last>Athiwaratkun</last><variant script="hani"><first>X</first><last>Y</last></variant></author>
      <author><last>Madonna</last></author>
      <abstract>We use <tex-math>O(n^2)</tex-math> steps,
        see <url>https://example.org/x</url>.</abstract>
      <pages>1–10</pages>
      <url hash="a84bb478">P18-1001</url>
      <doi>10.18653/v1/P18-1001</doi>
    </paper>
    <paper id="2"><title>Without an address</title><retracted date="2020-01-01">Wrong.</retracted></paper>
    <paper id="3"><title/><url>P18-1003</url></paper>
  </volume>
</collection>`

func TestRead(t *testing.T) {
	records, rejects := formattest.ReadText(t, Read, "P18.xml", anthology)
	if diff := cmp.Diff([]string{"acl:P18-1003 (acl:P18-1003) missing_title: a title is required: there is no title"}, rejects); diff != "" {
		t.Errorf("rejects (-want +got):\n%s", diff)
	}
	if len(records) != 2 {
		t.Fatalf("%d records, want 2", len(records))
	}
	first := records[0]
	want := data.Paper{
		ID: "acl:P18-1001", Title: "Probabilistic FastText with ℓ₂ norms", Abstract: "We use O(n²) steps, see https://example.org/x.",
		Authors: []string{"Ben Athiwaratkun", "Madonna"}, AuthorCount: formattest.Pointer(2), Date: data.Date{Year: 2018, Month: 7}, Categories: []string{},
		Type: data.TypeConferencePaper, Venue: "Proceedings of the 56th Meeting (Volume 1: Long Papers)", Container: "Proceedings of the 56th Meeting (Volume 1: Long Papers)",
		Editors: []string{"Iryna Editor"}, Pages: "1-10", Publisher: "ACL", Place: "Melbourne, Australia", ISBN: "978-1-0", DOI: "10.18653/v1/p18-1001", URLs: []string{"https://aclanthology.org/P18-1001/"}, Sources: []data.Provenance{},
	}
	want.Complete()
	if diff := cmp.Diff(want, first.Paper); diff != "" {
		t.Errorf("paper (-want +got):\n%s", diff)
	}
	raw := map[string]string{
		"title": `Probabilistic FastText with $\ell_2$ norms`, "abstract": "We use $O(n^2)$ steps, see https://example.org/x.", "date": "July 2018", "doi": "10.18653/v1/P18-1001",
	}
	if diff := cmp.Diff(raw, first.Origin.Raw); diff != "" {
		t.Errorf("raw (-want +got):\n%s", diff)
	}
	if second := records[1]; second.Paper.ID != "acl:P18-1002" || second.Origin.Source != "acl" || !cmp.Equal(second.Origin.Warnings, []string{warnRetracted}) {
		t.Errorf("the second record is %+v", second)
	}
}

func TestIDs(t *testing.T) {
	for place, want := range map[[3]string]data.ID{
		{"P18", "1", "7"}: "acl:P18-1007", {"W18", "1", "7"}: "acl:W18-0107", {"W18", "63", "12"}: "acl:W18-6312", {"D19", "1", "2"}: "acl:D19-1002",
		{"D19", "50", "2"}: "acl:D19-5002", {"C69", "1", "1"}: "acl:C69-0101", {"2022.acl", "long", "3"}: "acl:2022.acl-long.3", {"2022.acl", "", "3"}: "",
		{"P18", "x", "3"}: "",
	} {
		if got := idOf(wireElement{ID: place[2]}, place[0], place[1]); got != want {
			t.Errorf("%v is %q, want %q", place, got, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(anthology)
	formattest.Fuzz(f, Format())
}

// BenchmarkRead reads and validates papers of the Anthology's usual length.
func BenchmarkRead(b *testing.B) {
	const papers = 10_000
	var text strings.Builder
	text.WriteString(`<collection id="2022.acl"><volume id="long"><meta><booktitle>B</booktitle><year>2022</year></meta>`)
	for i := range papers {
		fmt.Fprintf(&text, `<paper id="%d"><title>On <fixed-case>T</fixed-case>hings number %d</title><author><first>A</first><last>B</last></author><abstract>%s</abstract><url hash="1">2022.acl-long.%d</url></paper>`,
			i+1, i, strings.Repeat("Some words of an abstract. ", 40), i+1)
	}
	text.WriteString("</volume></collection>")
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		if records, _ := formattest.ReadText(b, Read, "P18.xml", text.String()); len(records) != papers {
			b.Fatalf("%d records", len(records))
		}
	}
	b.ReportMetric(float64(papers*b.N)/b.Elapsed().Seconds(), "papers/s")
}
