package tagged

import (
	"regexp"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/text"
)

// adapt fills the record of a reference.
func (d *Dialect) adapt(r *data.Record, ref *Reference) {
	venue := ref.Venue
	if venue == "" {
		venue = ref.Container
	}
	format.SetTexts(r, ref.Title, ref.Abstract, venue)
	if title, dotted := strings.CutSuffix(r.Paper.Title, "."); dotted && !strings.HasSuffix(title, ".") {
		r.Paper.Title = format.Keep(r, "title", text.OneLine(ref.Title), title)
	}
	r.Paper.DOI = ref.DOI
	if urls := ref.URLs; len(urls) > 0 {
		r.Paper.URLs = urls[:min(len(urls), data.MaxURLs)]
	}
	if len(ref.Authors) == 0 {
		ref.Authors = ref.Editors
	}
	format.SetAuthors(r, ref.Authors)
	format.SetLanguage(r, ref.Language)
	format.AddCategories(r, ref.Keywords...)
	raw, date := d.date(ref)
	format.SetDate(r, raw, date)
	format.SetIDs(r, ref.candidates()...)
}

// arXivNumber matches an arXiv number with its scheme, which some programs write after the name of
// the venue: "arXiv preprint arXiv:1706.03762".
var arXivNumber = regexp.MustCompile(`(?i)arxiv:\s*[a-z.-]*/?\d[\d.]*\d`)

// candidates returns what may be an id of the paper: an arXiv number, URLs of arXiv and the ACL
// Anthology, the DOI, and the ids that the dialect found.
func (ref *Reference) candidates() []string {
	candidates := []string{arXivNumber.FindString(ref.Container)}
	other := []string{ref.DOI}
	for _, id := range ref.IDs {
		if number := arXivNumber.FindString(id); number != "" {
			candidates = append(candidates, number)
		} else {
			other = append(other, id)
		}
	}
	for _, u := range ref.URLs {
		if id, err := data.ParseID(u); err == nil && (id.Scheme() == data.SchemeArXiv || id.Scheme() == data.SchemeACL) {
			candidates = append(candidates, u)
		}
	}
	return append(candidates, other...)
}
