package fetch

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"
	"time"

	"paperboy/data"
	"paperboy/data/source"
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
	// From is the day of the first window's beginning; zero: a week ago.
	From time.Time
}

// Name implements Feed.
func (o OAI) Name() string { return strings.TrimSpace("oai " + or(o.URL, OAIURL) + " " + o.Set) }

// Format implements Feed.
func (o OAI) Format() string { return "" }

// Begin implements Feed. Windows share a day, which was not over when the first
// of them ended.
func (o OAI) Begin(c Cursor, now time.Time) Cursor {
	if c.Until != "" && !c.Ended {
		return c
	}
	from := c.Until
	if from == "" {
		from = dayBefore(now, firstDays)
		if !o.From.IsZero() {
			from = o.From.Format(time.DateOnly)
		}
	}
	return Cursor{From: from, Until: now.Format(time.DateOnly), Seen: c.Seen}
}

// Next implements Feed. A position is a resumption token.
func (o OAI) Next(c Cursor) (Request, bool) {
	query := url.Values{"verb": {"ListRecords"}}
	if c.Position != "" {
		query.Set("resumptionToken", c.Position)
	} else {
		prefix := or(o.Prefix, "oai_dc")
		if o.Prefix == "" && o.URL == "" {
			prefix = "arXiv"
		}
		query.Set("metadataPrefix", prefix)
		query.Set("from", c.From)
		if o.Set != "" {
			query.Set("set", o.Set)
		}
	}
	return Request{URL: or(o.URL, OAIURL) + "?" + query.Encode(), API: true}, !c.Ended
}

// oaiElement is what of an answer says how to go on: an error, the header of a
// record, or the token.
type oaiElement struct {
	Code       string `xml:"code,attr"`
	Status     string `xml:"status,attr"`
	Identifier string `xml:"identifier"`
	Text       string `xml:",chardata"`
}

// After implements Feed.
func (o OAI) After(c Cursor, body []byte) (Step, error) {
	step := Step{Next: c}
	token := ""
	for e, err := range source.XMLElements[oaiElement](bytes.NewReader(body), "error", "header", "resumptionToken") {
		if err != nil {
			return Step{}, fmt.Errorf("the answer is not of OAI-PMH: %w", err)
		}
		switch e.Tag.Name.Local {
		case "resumptionToken":
			token = strings.TrimSpace(e.Value.Text)
		case "header":
			if e.Value.Status == "deleted" {
				step.Withdrawn = append(step.Withdrawn, oaiID(e.Value.Identifier))
			}
		case "error":
			switch {
			case e.Value.Code == "noRecordsMatch":
				step.NoPapers = true
			case e.Value.Code == "badResumptionToken" && c.Position != "" && !c.Restarted:
				step.NoPapers = true
				step.Next.Position, step.Next.Restarted = "", true // it has expired: the window begins anew
				return step, nil
			default:
				return Step{}, fmt.Errorf("the repository refuses: %s: %s", e.Value.Code, data.OneLine(e.Value.Text))
			}
		}
	}
	step.Next.Position, step.Next.Ended = token, token == ""
	return step, nil
}

// oaiID is the paper of "oai:arXiv.org:0901.2443".
func oaiID(identifier string) data.ID {
	rest, ok := strings.CutPrefix(identifier, "oai:arXiv.org:")
	if id, err := data.ParseID("arxiv:" + rest); ok && err == nil {
		return id
	}
	return data.ID(identifier)
}
