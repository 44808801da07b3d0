package feed

import (
	"html"
	"net/url"
	"strings"

	"paperboy/data"
	"paperboy/data/text"
)

const (
	// maxAuthors is the maximum number of authors that an entry names. Some papers of physics
	// have 3,000, which no reader shows.
	maxAuthors = 100
	// maxLine is the maximum number of authors in the first line of the content.
	maxLine = 20
)

// line returns a title, a name or another text of one line, without characters that XML forbids or
// that reorder text.
func line(s string) string { return text.OneLine(strings.ToValidUTF8(s, "\uFFFD")) }

// lines returns line of all texts that are not empty.
func lines(all []string) []string {
	var kept []string
	for _, s := range all {
		if s = line(s); s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

// paragraphs is line of a text of several paragraphs, which an empty line separates.
func paragraphs(s string) string { return text.Paragraphs(strings.ToValidUTF8(s, "\uFFFD")) }

// authors returns the authors that an entry names.
func authors(p data.Paper) []string { return lines(p.Authors[:min(len(p.Authors), maxAuthors)]) }

// titleOf returns the paper's title, or its id if the title has no visible character.
func titleOf(p data.Paper) string {
	if title := line(p.Title); title != "" {
		return title
	}
	return string(p.ID)
}

// landing returns the address of the paper on the site that published it, or "" if none is known.
func landing(p data.Paper) string {
	for _, address := range append([]string{p.ID.URL()}, p.URLs...) {
		if u, err := url.Parse(address); err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" {
			return address
		}
	}
	return ""
}

// content returns what a reader shows of an entry, as HTML: the note, the authors with date and
// venue, the abstract, and links.
func (e Entry) content() string {
	p := e.Paper
	var b strings.Builder
	if note := paragraphs(e.Note); note != "" {
		b.WriteString("<blockquote>")
		writeParagraphs(&b, note)
		b.WriteString("</blockquote>")
	}
	if facts := lines([]string{byline(p), p.Date.String(), p.Venue}); len(facts) > 0 {
		writeParagraphs(&b, strings.Join(facts, " · "))
	}
	writeParagraphs(&b, paragraphs(p.Abstract))
	var links []string
	if to := landing(p); to != "" {
		u, _ := url.Parse(to)
		links = append(links, anchor(to, strings.TrimPrefix(u.Hostname(), "www.")))
	}
	if to := p.PDF(); to != "" {
		links = append(links, anchor(to, "PDF"))
	}
	if len(links) > 0 {
		b.WriteString("<p>" + strings.Join(links, " · ") + "</p>")
	}
	if b.Len() == 0 {
		writeParagraphs(&b, titleOf(p)) // both formats require some content
	}
	return b.String()
}

func writeParagraphs(b *strings.Builder, s string) {
	for paragraph := range strings.SplitSeq(s, "\n\n") {
		if paragraph != "" {
			b.WriteString("<p>" + html.EscapeString(paragraph) + "</p>")
		}
	}
}

func anchor(to, words string) string {
	return `<a href="` + html.EscapeString(line(to)) + `">` + html.EscapeString(line(words)) + "</a>"
}

// byline names the first authors of a paper, and says how many more there are.
func byline(p data.Paper) string {
	p.Authors = lines(p.Authors)
	return p.Byline(maxLine)
}
