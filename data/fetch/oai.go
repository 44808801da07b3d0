package fetch

import (
	"bytes"
	"cmp"
	"fmt"
	"net/url"
	"strings"
	"time"

	"paperboy/data/text"

	"paperboy/data"
	"paperboy/data/format"
)

// OAIURL is arXiv's repository (info.arxiv.org/help/oa/index.html).
const OAIURL = "https://oaipmh.arxiv.org/oai"

// OAI is the feed of a repository that speaks OAI-PMH
// (openarchives.org/OAI/openarchivesprotocol.html), by the days of its changes.
type OAI struct {
	// URL is that of the repository; empty: OAIURL.
	URL string
	// Set is a part of the repository, "cs" at arXiv; empty: all of it.
	Set string
	// Prefix is the format of metadata; empty: "arXiv" at OAIURL, "oai_dc" elsewhere.
	Prefix string
	// From and To are the days of the changes to fetch, inclusive; a zero To is
	// today. Where From is zero, they are those since the last time.
	From, To data.Date
}

// Name implements Feed.
func (o OAI) Name() string {
	name := "oai " + cmp.Or(o.URL, OAIURL)
	for _, part := range []string{o.Set, o.Prefix} {
		if part != "" {
			name += " " + part
		}
	}
	return name + between(o.From, o.To)
}

// between names a window behind the name of a feed.
func between(from, to data.Date) string {
	if from.IsZero() {
		return ""
	}
	return fmt.Sprintf(" %s..%s", from, to)
}

// Format implements Feed.
func (o OAI) Format() string { return "" }

// oaiOverlap are the days of the last window that the next one fetches again: its
// last day was not over, and some repositories publish a day's changes later.
const oaiOverlap = 2

// Begin implements Feed. A window that was broken off keeps its end: the list behind
// its token was made when it began.
func (o OAI) Begin(c Cursor, now time.Time) Cursor {
	today := now.Format(time.DateOnly)
	switch {
	case c.Until != "" && !c.Ended:
		c.Restarted = ""
		return c
	case !o.From.IsZero():
		return Cursor{From: o.From.String(), Until: cmp.Or(o.To.String(), today), Once: true}
	}
	if last, err := time.Parse(time.DateOnly, c.Until); err == nil {
		return Cursor{From: dayBefore(last, oaiOverlap), Until: today}
	}
	return Cursor{From: dayBefore(now, firstDays), Until: today}
}

// Next implements Feed. A position is a resumption token.
func (o OAI) Next(c Cursor) (Request, bool) {
	query := url.Values{"verb": {"ListRecords"}}
	if c.Position != "" {
		query.Set("resumptionToken", c.Position)
	} else {
		query.Set("metadataPrefix", o.prefix())
		query.Set("from", c.From)
		if c.Once {
			query.Set("until", c.Until)
		}
		if o.Set != "" {
			query.Set("set", o.Set)
		}
	}
	return Request{URL: cmp.Or(o.URL, OAIURL) + "?" + query.Encode(), API: true}, !c.Ended
}

func (o OAI) prefix() string {
	if o.Prefix == "" && o.URL == "" {
		return "arXiv"
	}
	return cmp.Or(o.Prefix, "oai_dc")
}

// location is the same for all pages and windows: by it the store knows a record
// again that has no better source.
func (o OAI) location() string {
	return cmp.Or(o.URL, OAIURL) + "?" + url.Values{"verb": {"ListRecords"}, "metadataPrefix": {o.prefix()}}.Encode()
}

// oaiElement is what of an answer says how to go on: that it is one, an error, the
// header of a record, or the token.
type oaiElement struct {
	Code       string `xml:"code,attr"`
	Status     string `xml:"status,attr"`
	Identifier string `xml:"identifier"`
	Datestamp  string `xml:"datestamp"`
	Text       string `xml:",chardata"`
}

// After implements Feed.
func (o OAI) After(c Cursor, body []byte) (Step, error) {
	step := Step{Next: c, Location: o.location(), NoPapers: true}
	token, dated := "", false
	for e, err := range format.XMLElements[oaiElement](bytes.NewReader(body), "responseDate", "error", "header", "resumptionToken") {
		if err != nil {
			return Step{}, fmt.Errorf("the answer is not one of OAI-PMH: %w%s", err, quoted(saying(body)))
		}
		switch e.Tag.Name.Local {
		case "responseDate":
			dated = true
		case "resumptionToken":
			token = strings.TrimSpace(e.Value.Text)
		case "error":
			return c.oaiError(e.Value)
		case "header":
			step.Next.stamp(strings.TrimSpace(e.Value.Datestamp))
			if e.Value.Status != "deleted" {
				step.NoPapers = false
			} else if id := oaiID(strings.TrimSpace(e.Value.Identifier)); id != "" {
				step.Withdrawn = append(step.Withdrawn, id)
			}
		}
	}
	switch {
	case !dated:
		return Step{}, fmt.Errorf("the answer is not one of OAI-PMH%s", quoted(saying(body)))
	case token != "" && token == c.Position:
		return Step{}, fmt.Errorf("the repository gives the same resumption token again, %q", token)
	case len(token) > maxTokenBytes:
		return Step{}, fmt.Errorf("the repository gives a resumption token of %d bytes, at most %d", len(token), maxTokenBytes)
	}
	step.Next.Position, step.Next.Ended = token, token == ""
	return step, nil
}

// maxTokenBytes bounds a resumption token, which is kept in a cursor and asked for
// in an address.
const maxTokenBytes = 4_000

// stamp notes the datestamp of a record.
func (c *Cursor) stamp(datestamp string) {
	day := datestamp[:min(len(datestamp), len(time.DateOnly))]
	if _, err := time.Parse(time.DateOnly, day); err != nil || day < c.Last {
		c.Unordered = true
		return
	}
	c.Last = day
}

// oaiError goes on behind an error of the protocol, or refuses to.
func (c Cursor) oaiError(e oaiElement) (Step, error) {
	from := c.From
	if c.Last != "" && !c.Unordered {
		from = c.Last
	}
	switch {
	case e.Code == "noRecordsMatch":
		c.Position, c.Ended = "", true
	case e.Code == "badResumptionToken" && c.Position != "" && c.Restarted != from:
		// It has expired. The list begins anew at the last day seen of it, or at its
		// beginning where it is in no order; once each in a fetch, or it would never end.
		c.Position, c.From, c.Restarted = "", from, from
	default:
		return Step{}, fmt.Errorf("the repository refuses: %s%s", e.Code, quoted(text.OneLine(e.Text)))
	}
	return Step{Next: c, NoPapers: true}, nil
}

// oaiID is the id by which a record's paper is known here, that of arXiv's
// "oai:arXiv.org:0901.2443" being arXiv's.
func oaiID(identifier string) data.ID {
	const prefix = "oai:arxiv.org:"
	if len(identifier) > len(prefix) && strings.EqualFold(identifier[:len(prefix)], prefix) {
		identifier = data.SchemeArXiv + ":" + identifier[len(prefix):]
	}
	id, err := data.ParseID(identifier)
	if err != nil {
		return "" // which no paper here has
	}
	return id
}
