package scholar

import (
	"strings"

	"github.com/PuerkitoBio/goquery"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/text"
)

// readResult fills the record of a result of a search.
func readResult(r *data.Record, s *goquery.Selection) {
	heading := s.Find("h3.gs_rt").First()
	title := heading.Clone()
	kind := strings.ToLower(title.Find(".gs_ctc, .gs_ctu").Text())
	title.Find(".gs_ctc, .gs_ctu, .gs_ctg2").Remove()
	byline := text.OneLine(s.Find(".gs_a").First().Text())
	names, rest, _ := strings.Cut(byline, " - ")
	source, _, hasSite := cutLast(rest, " - ")
	if !hasSite && !endsInYear(source) {
		source = "" // the name of a site
	}
	venue, year := cutYear(source)
	format.SetTexts(r, title.Text(), "", "")
	format.SetAuthors(r, splitNames(names))
	format.SetDate(r, year, format.FreeDate(year))
	setVenue(r, venue)
	if strings.Contains(kind, "book") {
		format.SetReference(r, format.Reference{Type: data.TypeBook})
	}
	addAddresses(r, heading.Find("a[href]").AttrOr("href", ""), s.Parent().Find(".gs_ggs a[href]").First().AttrOr("href", ""))
}

// splitNames returns the names of a line of Scholar. A list that was cut ends in "et al.". Commas always
// separate names here: format.SplitNames would take "Plato, A Lee" for one name.
func splitNames(line string) []string {
	var names []string
	for name := range strings.SplitSeq(line, ",") {
		name = strings.TrimSpace(name)
		cut := strings.HasSuffix(name, "…") || name == "..."
		if name = strings.TrimSpace(strings.Trim(name, "….")); name != "" {
			names = append(names, name)
		}
		if cut {
			return append(names, "et al.")
		}
	}
	return names
}

// addAddresses sets the addresses of a paper, and the ids in them.
func addAddresses(r *data.Record, addresses ...string) {
	for _, a := range addresses {
		if (strings.HasPrefix(a, "http://") || strings.HasPrefix(a, "https://")) && !strings.Contains(a, "://scholar.google") {
			r.Paper.URLs = append(r.Paper.URLs, a)
			format.SetIDs(r, a)
		}
	}
}
