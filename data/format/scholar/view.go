package scholar

import (
	"strings"

	"github.com/PuerkitoBio/goquery"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/text"
)

// readView fills the record of the view of one paper, a table of fields and values. The field that
// has the venue says what it is.
func readView(r *data.Record, s *goquery.Selection) {
	fields := map[string]string{}
	for _, row := range s.Find(".gs_scl").EachIter() {
		name := strings.ToLower(text.OneLine(row.Find(".gsc_oci_field, .gsc_vcd_field").First().Text()))
		if value := row.Find(".gsc_oci_value, .gsc_vcd_value").First(); fields[name] == "" {
			fields[name] = strings.TrimSpace(value.Text())
		}
	}
	title := s.Find("#gsc_oci_title, #gsc_vcd_title").First()
	format.SetTexts(r, title.Text(), fields["description"], "")
	format.SetAuthors(r, splitNames(fields["authors"]))
	format.SetDate(r, fields["publication date"], dateOf(fields["publication date"]))
	ref := format.Reference{
		Volume: fields["volume"], Number: fields["issue"], Pages: fields["pages"], Publisher: fields["publisher"],
		School: fields["institution"],
	}
	for _, venue := range []struct {
		field string
		is    data.Type
	}{{"journal", data.TypeArticle}, {"conference", data.TypeConferencePaper}, {"book", data.TypeChapter}, {"source", ""}} {
		if ref.Container == "" && fields[venue.field] != "" {
			ref.Container, ref.Type = fields[venue.field], venue.is
		}
	}
	if m := preprint.FindStringSubmatch(ref.Container); m != nil {
		format.SetIDs(r, data.SchemeArXiv+":"+m[1])
		ref.Container, ref.Type = "", data.TypePreprint
	}
	format.SetReference(r, ref)
	addAddresses(r, title.Find("a[href]").AttrOr("href", ""), s.Find("#gsc_oci_title_gg a[href], #gsc_vcd_title_gg a[href]").First().AttrOr("href", ""))
}

// dateOf reads a date as the view has it: "2017/6/12", "2017/6" or "2017".
func dateOf(s string) data.Date {
	parts := strings.Split(s, "/")
	for i := range parts {
		if len(parts[i]) == 1 {
			parts[i] = "0" + parts[i]
		}
	}
	if d, err := data.ParseDate(strings.Join(parts, "-")); err == nil {
		return d
	}
	return format.FreeDate(s)
}
