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

// One record in each format, as arXiv's repository writes them (github.com/arXiv/oaipmh).
const (
	arXivRecord = `<record><header><identifier>oai:arXiv.org:0806.4129</identifier><datestamp>2010-12-01</datestamp><setSpec>physics:math-ph</setSpec></header>
<metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://arxiv.org/OAI/arXiv/ http://arxiv.org/OAI/arXiv.xsd">
 <id>0806.4129</id><created>2008-06-25</created><updated>2010-12-01</updated>
 <authors><author><keyname>da Rocha</keyname><forenames>Rold\~ao</forenames></author><author><keyname>Rodrigues</keyname><forenames>Waldyr A.</forenames><suffix>Jr</suffix></author><author><keyname>BES Collaboration</keyname></author></authors>
 <title>Gauge Fixing in the
  Maxwell Theory</title><categories>math-ph math.MP</categories><comments>15 pages</comments><msc-class>15A66</msc-class>
 <journal-ref>AIP Conf.Proc.1316:466-477,2010</journal-ref><doi>10.1063/1.3536454</doi><license>http://arxiv.org/licenses/nonexclusive-distrib/1.0/</license>
 <abstract>  In a previous
paper.
</abstract></arXiv></metadata></record>`
	rawRecord = `<record><header><identifier>oai:arXiv.org:1601.04794</identifier><datestamp>2026-09-01</datestamp><setSpec>cs:cs:CC</setSpec></header>
<metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>1601.04794</id><submitter>C. Liu</submitter>
 <version version="v1"><date>Tue, 19 Jan 2016 04:10:52 GMT</date><size>10kb</size></version><version version="v2"><date>Tue, 25 Aug 2026 16:38:03 GMT</date></version>
 <title>Concentration</title><authors>Changqing Liu and Bo Zhang, Jr. (Some University, (1) Town)</authors><categories>cs.CC math.PR</categories>
 <abstract>  A framework.
</abstract></arXivRaw></metadata></record>`
	dcRecord = `<record><header><identifier>oai:arXiv.org:hep-th/9901001</identifier><datestamp>2005-09-16</datestamp><setSpec>physics:hep-th</setSpec><setSpec>math:math:AG</setSpec></header>
<metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
 <dc:title>T</dc:title><dc:creator>King Jr, Martin L.</dc:creator><dc:creator>Plato</dc:creator><dc:subject>High Energy Physics - Theory</dc:subject><dc:subject>Algebraic Geometry</dc:subject>
 <dc:description>A.</dc:description><dc:description>12 pages</dc:description><dc:date>1999-06-30</dc:date><dc:date>1999-01-01</dc:date><dc:type>text</dc:type>
 <dc:identifier>http://arxiv.org/abs/hep-th/9901001</dc:identifier><dc:identifier>Nucl.Phys. B1 (1999) 2</dc:identifier><dc:identifier>doi:10.1000/X</dc:identifier></oai_dc:dc></metadata></record>`
	foreignRecord = `<record><header><identifier>oai:repository.example.org:1721.1/7</identifier></header>
<metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
 <dc:title>On Towns</dc:title><dc:creator>Jacobs, Jane</dc:creator><dc:subject>Planning</dc:subject><dc:date>1961</dc:date>
 <dc:identifier>https://repository.example.org/1721.1/7</dc:identifier><dc:identifier>https://doi.org/10.1000/T</dc:identifier></oai_dc:dc></metadata></record>`
	deletedRecord = `<record><header status="deleted"><identifier>oai:arXiv.org:2401.00002</identifier><datestamp>2024-01-02</datestamp></header></record>`
)

func answer(inner string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-09-15T00:00:00Z</responseDate>
<request verb="ListRecords" metadataPrefix="arXiv">http://oaipmh.arxiv.org/oai</request>` + inner + `</OAI-PMH>`
}

func list(records string) string {
	return answer("<ListRecords>" + records + `<resumptionToken cursor="0" completeListSize="9">next</resumptionToken></ListRecords>`)
}

func TestOAI(t *testing.T) {
	text := list(arXivRecord + rawRecord + deletedRecord + dcRecord + foreignRecord)
	if !sniffOAI([]byte(text)) || !sniffOAI([]byte(dcRecord)) {
		t.Error("not recognized")
	}
	records, rejects := formattest.Read(t, readOAI, format.Input{Reader: strings.NewReader(text), Location: "oai.xml"})
	want := []data.Record{
		{
			Paper: data.Paper{
				ID: "arxiv:0806.4129", Title: "Gauge Fixing in the Maxwell Theory", Abstract: "In a previous paper.", Authors: []string{"Roldão da Rocha", "Waldyr A. Rodrigues Jr", "BES Collaboration"},
				AuthorCount: formattest.Pointer(3), Date: data.Date{Year: 2008, Month: 6, Day: 25}, Categories: []string{"math-ph", "math.MP"}, Venue: "AIP Conf.Proc.1316:466-477,2010", DOI: "10.1063/1.3536454",
			},
			Aliases: []data.ID{"doi:10.1063/1.3536454"},
			Origin: data.Provenance{Source: "arxiv", Location: "oai.xml", Raw: map[string]string{
				"authors": `Rold\~ao da Rocha; Waldyr A. Rodrigues Jr; BES Collaboration`,
			}},
			Entry: "entry 1",
		},
		{
			Paper: data.Paper{
				ID: "arxiv:1601.04794", Title: "Concentration", Abstract: "A framework.", Authors: []string{"Changqing Liu", "Bo Zhang Jr."},
				AuthorCount: formattest.Pointer(2), Date: data.Date{Year: 2016, Month: 1, Day: 19}, Categories: []string{"cs.CC", "math.PR"}, Type: data.TypePreprint,
			},
			Origin: data.Provenance{Source: "arxiv", Location: "oai.xml", Raw: map[string]string{
				"authors": "Changqing Liu and Bo Zhang, Jr. (Some University, (1) Town)", "date": "Tue, 19 Jan 2016 04:10:52 GMT",
			}},
			Entry: "entry 2",
		},
		{
			Paper: data.Paper{
				ID: "arxiv:hep-th/9901001", Title: "T", Abstract: "A.", Authors: []string{"Martin L. King Jr", "Plato"}, AuthorCount: formattest.Pointer(2),
				Date: data.Date{Year: 1999, Month: 1, Day: 1}, Categories: []string{"hep-th", "math.AG"}, Venue: "Nucl.Phys. B1 (1999) 2", DOI: "10.1000/x",
			},
			Aliases: []data.ID{"doi:10.1000/x"},
			Origin:  data.Provenance{Source: "arxiv", Location: "oai.xml", Raw: map[string]string{"doi": "doi:10.1000/X"}},
			Entry:   "entry 4",
		},
		{
			Paper: data.Paper{
				ID: "doi:10.1000/t", Title: "On Towns", Authors: []string{"Jane Jacobs"}, AuthorCount: formattest.Pointer(1), Date: data.Date{Year: 1961},
				DOI: "10.1000/t", URLs: []string{"https://repository.example.org/1721.1/7"},
			},
			Aliases: []data.ID{"oai:repository.example.org:1721.1/7"},
			Origin:  data.Provenance{Source: "file", Location: "oai.xml", Raw: map[string]string{"doi": "https://doi.org/10.1000/T"}},
			Entry:   "entry 5",
		},
	}
	if diff := cmp.Diff(want, records, equateEmpty); diff != "" || len(rejects) > 0 {
		t.Errorf("rejects %q, records (-want +got):\n%s", rejects, diff)
	}
}

// TestCreatedLater checks the date of a revised paper. Since 2025, the repository states when the
// last version was created.
func TestCreatedLater(t *testing.T) {
	text := list(strings.Replace(arXivRecord, "2008-06-25", "2026-08-30", 1))
	records, _ := formattest.Read(t, readOAI, format.Input{Reader: strings.NewReader(text)})
	if len(records) != 1 {
		t.Fatalf("%d records, want 1", len(records))
	}
	r := records[0]
	if got := r.Paper.Date.String(); got != "2008-06" || r.Origin.Raw["date"] != "2026-08-30" || !cmp.Equal(r.Origin.Warnings, []string{"date_from_id"}) {
		t.Errorf("date %s of %q, warnings %q", got, r.Origin.Raw["date"], r.Origin.Warnings)
	}
}

func TestOAIErrors(t *testing.T) {
	const unknown = `<record><header><identifier>oai:arXiv.org:2401.00003</identifier></header><metadata><mets/></metadata></record>`
	for name, test := range map[string]struct {
		text string
		read int
		want string
	}{
		"nothing matches":    {answer(`<error code="noRecordsMatch">None</error>`), 0, "the repository returned an error: noRecordsMatch: None"},
		"all are deleted":    {list(deletedRecord), 0, ""},
		"an invalid request": {answer(`<error code="badArgument">from is no date</error>`), 0, "the repository returned an error: badArgument: from is no date"},
		"a list of sets":     {answer(`<ListSets><set><setSpec>cs</setSpec></set></ListSets>`), 0, "the OAI-PMH response has no records: use ListRecords or GetRecord"},
		"another format":     {list(unknown + rawRecord), 1, "entry 1 (oai:arXiv.org:2401.00003): has no metadata in the formats arXiv, arXivRaw, oai_dc or oai_doaj"},
		"an invalid id":      {list(strings.Replace(rawRecord, "<id>1601.04794", "<id>16.1", 1) + rawRecord), 1, `entry 1 (oai:arXiv.org:1601.04794): invalid id "16.1": no arxiv id has this form`},
		"cut off":            {strings.TrimSuffix(list(rawRecord), "</OAI-PMH>"), 1, "the XML ends in the middle: an element is not closed"},
	} {
		read, got := readAll(t, readOAI, test.text)
		if read != test.read || !strings.HasSuffix(got, test.want) || (got == "") != (test.want == "") {
			t.Errorf("%s: %d read and %q, want %d and %q", name, read, got, test.read, test.want)
		}
	}
}

// TestCategoryNames checks that every name has a valid category, and that the name of a category
// takes precedence over the set of its archive.
func TestCategoryNames(t *testing.T) {
	for name, code := range categoriesByName {
		var r data.Record
		format.AddCategories(&r, code)
		if len(r.Paper.Categories) != 1 {
			t.Errorf("%s: %q is not a category", name, code)
		}
	}
	got := categories([]string{"Condensed Matter - Mesoscopic Systems and Quantum Hall Effect", "05C80"}, []string{"physics:cond-mat"})
	if want := []string{"cond-mat.mes-hall"}; !cmp.Equal(want, got) {
		t.Errorf("categories %q, want %q", got, want)
	}
}

func FuzzOAI(f *testing.F) {
	f.Add(list(arXivRecord + rawRecord + deletedRecord))
	f.Add(list(dcRecord + foreignRecord))
	f.Add(answer(`<error code="badArgument">from is no date</error>`))
	f.Fuzz(func(t *testing.T, text string) {
		sniffOAI([]byte(text))
		drain(t, readOAI, text)
	})
}

func BenchmarkOAI(b *testing.B) {
	const each = 500
	abstract := strings.Repeat("Some words of an\nabstract, $x$. ", 40)
	var records strings.Builder
	for i := range each {
		records.WriteString(strings.NewReplacer("0806.4129", fmt.Sprintf("0806.%04d", i), "paper.", abstract).Replace(arXivRecord))
		records.WriteString(strings.NewReplacer("1601.04794", fmt.Sprintf("1601.%05d", i), "framework.", abstract).Replace(rawRecord))
	}
	benchmark(b, readOAI, list(records.String()), 2*each)
}

// TestQualifiedDublinCore reads the elements of Dublin Core under the names of other formats.
func TestQualifiedDublinCore(t *testing.T) {
	text := list(`<record><header><identifier>oai:boats.example.org:1</identifier></header><metadata>
<qdc:qualifieddc xmlns:qdc="http://dspace.org/qualifieddc/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>On Boats</dc:title><dc:creator>Row, Ada, 1815-1852</dc:creator>
<dcterms:abstract>We row.</dcterms:abstract><dcterms:dateAccepted>2020-01-01</dcterms:dateAccepted><dcterms:issued>2019-05</dcterms:issued><dc:description>7 pages</dc:description><dc:publisher>Oslo</dc:publisher><dc:type>Thesis</dc:type></qdc:qualifieddc></metadata></record>
<record><header><identifier>oai:boats.example.org:2</identifier></header><metadata><x:ext-dc xmlns:x="http://boats.example.org/"><x:title>Oars</x:title><x:creator><x:name>Ben Oar</x:name><x:affiliation>U of Boats</x:affiliation></x:creator><x:date>2014-03-19T21:09:30Z</x:date></x:ext-dc></metadata></record>
<record><header><identifier>oai:boats.example.org:3</identifier></header><metadata><other><leader>x</leader></other></metadata></record>`)
	records, rejects := formattest.Read(t, readOAI, format.Input{Reader: strings.NewReader(text), Location: "oai.xml"})
	var got []string
	for _, r := range records {
		got = append(got, fmt.Sprint(r.Paper.Title, " | ", r.Paper.Abstract, " | ", r.Paper.Authors, " | ", r.Paper.Date, " | ", r.Paper.Type, " | ", r.Paper.School))
	}
	if diff := cmp.Diff([]string{"On Boats | We row. | [Ada Row] | 2019-05 | thesis | Oslo", "Oars |  | [Ben Oar] | 2014-03-19 |  | "}, got); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
	if len(rejects) != 1 || !strings.Contains(rejects[0], "has no metadata in the formats") {
		t.Errorf("rejects %q", rejects)
	}
}
