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
	format.SetTexts(r, ref.Title, ref.Abstract, ref.Venue)
	r.Paper.Title = format.Keep(r, "title", text.OneLine(ref.Title), d.title(r.Paper.Title))
	candidates := ref.candidates()
	r.Paper.DOI = ref.DOI
	if urls := ref.URLs; len(urls) > 0 {
		r.Paper.URLs = urls[:min(len(urls), data.MaxURLs)]
	}
	format.SetAuthors(r, ref.Authors)
	format.SetGroups(r, ref.Groups[:min(len(ref.Groups), maxGroups)]...)
	format.SetReference(r, ref.Reference)
	format.SetLanguage(r, ref.Language)
	format.AddCategories(r, ref.Keywords...)
	raw, date := ref.date()
	format.SetDate(r, raw, date)
	format.SetIDs(r, candidates...)
}

// maxGroups is more than the number of groups among the authors of any paper.
const maxGroups = 1_000

// title returns a title without the full stop at its end, and without the brackets of a translation.
func (d *Dialect) title(title string) string {
	if bare := format.BareTitle(title); d.BareTitles && bare != "" {
		return bare
	}
	if bare, dotted := strings.CutSuffix(title, "."); dotted && !strings.HasSuffix(bare, ".") {
		return bare
	}
	return title
}

// arXivNumber matches an arXiv number with its scheme, which some programs write after the name of
// the venue: "arXiv preprint arXiv:1706.03762".
var arXivNumber = regexp.MustCompile(`(?i)arxiv:\s*[a-z.-]*/?\d[\d.]*\d`)

// candidates returns what may be an id of the paper: an arXiv number, URLs of arXiv and the ACL
// Anthology, the DOI, and the ids that the dialect found. If there is no DOI, that in a URL becomes
// the DOI.
func (ref *Reference) candidates() []string {
	candidates := []string{arXivNumber.FindString(clip(ref.Container))}
	var other []string
	for _, id := range ref.IDs {
		if number := arXivNumber.FindString(clip(id)); number != "" {
			candidates = append(candidates, number)
		} else {
			other = append(other, id)
		}
	}
	for _, u := range ref.URLs {
		id, err := data.ParseID(u)
		switch {
		case err != nil:
		case id.Scheme() == data.SchemeArXiv, id.Scheme() == data.SchemeACL:
			candidates = append(candidates, u)
		case id.Scheme() == data.SchemeDOI && ref.DOI == "":
			ref.DOI = strings.TrimPrefix(string(id), data.SchemeDOI+":")
		}
	}
	return append(append(candidates, ref.DOI), other...)
}
