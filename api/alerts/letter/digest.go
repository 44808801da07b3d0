package letter

import (
	"fmt"
	"slices"

	"paperboy/api/alerts"
	"paperboy/data/figures"
	"paperboy/data/store"
	"paperboy/data/text"
)

// digestPage is what the templates of a digest show.
type digestPage struct {
	// Title is the number of papers, Day the day of the mail: "Friday, 13 November 2026".
	Title, Day string
	Site       string
	To         string
	Sections   []section
	Links      alerts.Links
	HomeURL    string
}

type section struct {
	Heading string
	Papers  []paper
	// More says how many papers are not shown, MoreURL where they are; either may be empty.
	More, MoreURL       string
	Manage, Unsubscribe string
}

type paper struct {
	Number                         int
	Title, URL                     string
	Byline, Date, Reason, Abstract string
	// Links lead to other sites: where the paper was published, and its PDF.
	Links []link
}

type link struct{ Text, URL string }

const (
	// maxSubject is the length of the longest subject, in characters. Lists of emails show about 70.
	maxSubject = 100
	// maxTitle and maxAbstract are how much of a title or abstract is looked at, in characters.
	maxTitle    = 1000
	maxAbstract = 1000
)

// Compose implements [alerts.Composer].
func (c *Composer) Compose(d alerts.Digest) (alerts.Message, error) {
	d.Sections = slices.Clone(d.Sections)
	for i := range d.Sections {
		papers := slices.Clone(d.Sections[i].Papers)
		for j := range papers {
			p := &papers[j].Paper
			p.Title, p.Abstract = paperText(p.Title, maxTitle), paperText(p.Abstract, maxAbstract)
		}
		d.Sections[i].Papers = papers
	}
	h := header{subject: subject(&d), unsubscribe: d.Links.Unsubscribe, isBulk: true}
	return fit(func(limits detail) (alerts.Message, error) {
		b, err := c.render("digest", newDigestPage(&d, limits))
		if err != nil {
			return alerts.Message{}, err
		}
		return write(d.Envelope, h, b)
	})
}

// subject returns "12 new papers: Title of the first", or "New paper: Title".
func subject(d *alerts.Digest) string {
	start := "New paper"
	if n := d.Count(); n != 1 {
		start = figures.Count(n, "new paper")
	}
	for _, s := range d.Sections {
		for _, item := range s.Papers {
			return text.ClipWords(start+": "+item.Paper.Title, maxSubject)
		}
	}
	return start
}

func newDigestPage(d *alerts.Digest, limits detail) digestPage {
	page := digestPage{
		Title: figures.Count(d.Count(), "new paper"), Day: d.Date.Format("Monday, 2 January 2006"), Site: site(d.BaseURL),
		To: d.To, Links: d.Links, HomeURL: d.BaseURL,
	}
	if n := len(d.Sections); n > 1 {
		page.Title += " in " + figures.Count(n, "subscription")
	}
	for i := range d.Sections {
		page.Sections = append(page.Sections, newSection(&d.Sections[i], limits))
	}
	return page
}

func newSection(s *alerts.Section, limits detail) section {
	shown := min(len(s.Papers), limits.papers)
	out := section{Heading: heading(s.Kind, line(s.Title, limits.other)), Manage: s.Manage, Unsubscribe: s.Unsubscribe}
	if more := s.More + len(s.Papers) - shown; more > 0 {
		out.More = figures.Count(more, "more paper")
		if out.MoreURL = s.URL; len(s.URL) > limits.url {
			out.MoreURL = s.Manage
		}
	}
	for i, item := range s.Papers[:shown] {
		p := item.Paper
		one := paper{
			Number: i + 1, Title: text.ClipWords(p.Title, limits.title), URL: item.URL, Reason: line(item.Reason, limits.other),
			Byline: byline(p, limits.authors), Date: formatDate(p.Date),
		}
		if limits.abstract > 0 {
			one.Abstract = text.ClipWords(p.Abstract, limits.abstract)
		}
		if name := site(item.SourceURL); name != "" && len(item.SourceURL) <= limits.url {
			one.Links = append(one.Links, link{name, item.SourceURL})
		}
		if pdf := p.PDF(); site(pdf) != "" && len(pdf) <= limits.url {
			one.Links = append(one.Links, link{"PDF", pdf})
		}
		out.Papers = append(out.Papers, one)
	}
	return out
}

// heading returns the heading of a section. Name is that of the search or list.
func heading(kind store.SubscriptionKind, name string) string {
	switch kind {
	case store.SubscribedTrending:
		return "Trending papers"
	case store.SubscribedDays:
		return "Daily papers"
	case store.SubscribedList:
		return fmt.Sprintf("New for your list “%s”", name)
	default:
		if name == alerts.AllPapers {
			return "All new papers"
		}
		return fmt.Sprintf("New papers for “%s”", name)
	}
}
