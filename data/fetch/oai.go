package fetch

import (
	"bytes"
	"cmp"
	"fmt"
	"net/url"
	"strings"
	"time"

	"paperboy/data"
	"paperboy/data/format/xmlread"
	"paperboy/data/text"
)

// oaiURL is arXiv's repository (info.arxiv.org/help/oa/index.html).
const oaiURL = "https://oaipmh.arxiv.org/oai"

// OAI is the Feed of an OAI-PMH repository
// (openarchives.org/OAI/openarchivesprotocol.html). Windows are days of changes.
type OAI struct {
	// URL is the address of the repository; if it is empty, that of arXiv's.
	URL string
	// Set is a part of the repository, such as "cs" of arXiv; if it is empty, all of it.
	Set string
	// Prefix is the format of the metadata; if it is empty, "arXiv" for arXiv's
	// repository and "oai_dc" for others.
	Prefix string
	// From and To are the first and last day of changes to fetch. If From is zero, they
	// are the days since the last time; if only To is zero, it is today.
	From, To data.Date
}

// Name implements Feed.
func (o OAI) Name() string {
	name := "oai " + cmp.Or(o.URL, oaiURL)
	for _, part := range []string{o.Set, o.Prefix} {
		if part != "" {
			name += " " + part
		}
	}
	return name + windowName(o.From, o.To)
}

// windowName returns a window that the user asked for, to append to the name of a feed, or
// "" if from is zero.
func windowName(from, to data.Date) string {
	if from.IsZero() {
		return ""
	}
	return fmt.Sprintf(" %s..%s", from, to)
}

// Format implements Feed.
func (o OAI) Format() string { return "" }

// oaiOverlap is the number of days before the end of a window that the next window fetches
// again: the last day was not over, and some repositories publish changes late.
const oaiOverlap = 2

// Begin implements Feed. A resumed window keeps its end, since the repository made the list
// for its token when the window began.
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
		return Cursor{From: daysBefore(last, oaiOverlap), Until: today}
	}
	return Cursor{From: daysBefore(now, firstDays), Until: today}
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
	return Request{URL: cmp.Or(o.URL, oaiURL) + "?" + query.Encode(), API: true}, !c.Ended
}

func (o OAI) prefix() string {
	if o.Prefix == "" && o.URL == "" {
		return "arXiv"
	}
	return cmp.Or(o.Prefix, "oai_dc")
}

// location returns the provenance of records. It is the same for all pages and windows, so
// that a record that is fetched again replaces the earlier one.
func (o OAI) location() string {
	return cmp.Or(o.URL, oaiURL) + "?" + url.Values{"verb": {"ListRecords"}, "metadataPrefix": {o.prefix()}}.Encode()
}

// An oaiElement is an element of a response that matters for continuing: the date that
// every response has, an error, the header of a record, or the resumption token.
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
	for e, err := range xmlread.Elements[oaiElement](bytes.NewReader(body), "responseDate", "error", "header", "resumptionToken") {
		if err != nil {
			return Step{}, fmt.Errorf("the response is not OAI-PMH: %w%s", err, quoted(pageMessage(body)))
		}
		switch e.Tag.Name.Local {
		case "responseDate":
			dated = true
		case "resumptionToken":
			token = strings.TrimSpace(e.Value.Text)
		case "error":
			return c.oaiError(e.Value)
		case "header":
			step.Next.addDatestamp(strings.TrimSpace(e.Value.Datestamp))
			if e.Value.Status != "deleted" {
				step.NoPapers = false
			} else if id := oaiID(strings.TrimSpace(e.Value.Identifier)); id != "" {
				step.Withdrawn = append(step.Withdrawn, id)
			}
		}
	}
	switch {
	case !dated:
		return Step{}, fmt.Errorf("the response is not OAI-PMH%s", quoted(pageMessage(body)))
	case token != "" && token == c.Position:
		return Step{}, fmt.Errorf("the repository sent the same resumption token again, %q", token)
	case len(token) > maxTokenBytes:
		return Step{}, fmt.Errorf("the repository sent a resumption token of %d bytes, the limit is %d", len(token), maxTokenBytes)
	}
	step.Next.Position, step.Next.Ended = token, token == ""
	return step, nil
}

// maxTokenBytes is the maximum length of a resumption token, which becomes part of a cursor
// and of an address.
const maxTokenBytes = 4_000

// addDatestamp updates Last and Unordered with the datestamp of a record.
func (c *Cursor) addDatestamp(datestamp string) {
	day := datestamp[:min(len(datestamp), len(time.DateOnly))]
	if _, err := time.Parse(time.DateOnly, day); err != nil || day < c.Last {
		c.Unordered = true
		return
	}
	c.Last = day
}

// oaiError returns where to continue after an error of the protocol, or returns it as an
// error.
func (c Cursor) oaiError(e oaiElement) (Step, error) {
	from := c.From
	if c.Last != "" && !c.Unordered {
		from = c.Last
	}
	switch {
	case e.Code == "noRecordsMatch":
		c.Position, c.Ended = "", true
	case e.Code == "badResumptionToken" && c.Position != "" && c.Restarted != from:
		// The token has expired. Restart the list at its last day seen so far, or at its
		// beginning if it is unordered. Each restart happens once in a fetch, so that the
		// fetch ends.
		c.Position, c.From, c.Restarted = "", from, from
	default:
		return Step{}, fmt.Errorf("the repository refuses: %s%s", e.Code, quoted(text.OneLine(e.Text)))
	}
	return Step{Next: c, NoPapers: true}, nil
}

// oaiID returns the id of the paper with an OAI identifier, or "" if no paper can have it.
// For arXiv's "oai:arXiv.org:0901.2443" it is the arXiv id.
func oaiID(identifier string) data.ID {
	const prefix = "oai:arxiv.org:"
	if len(identifier) > len(prefix) && strings.EqualFold(identifier[:len(prefix)], prefix) {
		identifier = data.SchemeArXiv + ":" + identifier[len(prefix):]
	}
	id, err := data.ParseID(identifier)
	if err != nil {
		return ""
	}
	return id
}
