package fetch

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"regexp"
	"strings"

	"paperboy/data/text"
)

// ErrHuman means that a server asks whether a person is there.
var ErrHuman = errors.New("the server asks whether a person is there, as it saw too many requests from this network: try again in some hours")

const (
	// maxRefusalBytes is how much of an answer that is no page is read for what it
	// says, and of a page for whether it is one.
	maxRefusalBytes = 64 << 10
	// maxSaying bounds what is told of a page's own words, in bytes.
	maxSaying = 200
)

// statusError is an answer that is no page.
type statusError struct {
	url, status string
	code        int
	// says is what the answer's own page says.
	says string
}

func (e *statusError) Error() string {
	return fmt.Sprintf("%s: the server answered %s%s", e.url, e.status, quoted(e.says))
}

// refusal is the error of an answer that is no page: one that asks for a person,
// *passing where another attempt may be given one, else final.
func (c *Client) refusal(address string, answer *http.Response) error {
	// What cannot be read of it only makes the message poorer.
	body, _ := io.ReadAll(io.LimitReader(answer.Body, maxRefusalBytes))
	if asksForPerson(body) {
		return fmt.Errorf("%s: %w", address, ErrHuman)
	}
	err := &statusError{address, answer.Status, answer.StatusCode, saying(body)}
	switch answer.StatusCode {
	case http.StatusRequestTimeout, http.StatusTooManyRequests, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return &passing{err: err, after: retryAfter(answer.Header.Get("Retry-After"), c.now())}
	}
	return err
}

var (
	// personMarks are what pages have that let only people pass: those of arXiv,
	// of Cloudflare, and of the usual riddles.
	personMarks = regexp.MustCompile(`(?i)g-recaptcha|h-captcha|cf-challenge|challenge-platform|cf-turnstile` +
		`|<title>\s*(?:just a moment|attention required|are you a robot)|automated access detected`)
	// paperMarks are what pages about papers have, which may speak of riddles.
	paperMarks = regexp.MustCompile(`(?i)["']citation_title["']|application/ld\+json|data-target=["']DailyPapers|["']dc\.title["']`)
	htmlStart  = regexp.MustCompile(`(?i)^(?:\x{FEFF})?\s*(?:<!--.{0,1000}?-->\s*)*<(?:!doctype html|html|head)`)
	htmlTitle  = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title`)
)

// asksForPerson recognises a page that is no paper but a riddle, though it may
// come with status 200.
func asksForPerson(body []byte) bool {
	head := body[:min(len(body), maxRefusalBytes)]
	return htmlStart.Match(head) && personMarks.Match(head) && !paperMarks.Match(head)
}

// saying is what a page of an error says: the title of a web page, or the message
// of a JSON object; empty where it has neither.
func saying(body []byte) string {
	body = body[:min(len(body), maxRefusalBytes)]
	said := ""
	if title := htmlTitle.FindSubmatch(body); title != nil {
		said = html.UnescapeString(string(title[1]))
	}
	if trimmed := bytes.TrimSpace(body); bytes.HasPrefix(trimmed, []byte("{")) {
		var object struct{ Error, Message, Detail string }
		if json.Unmarshal(trimmed, &object) == nil {
			said = cmp.Or(object.Error, object.Message, object.Detail)
		}
	}
	if said = text.OneLine(said); len(said) > maxSaying {
		said = strings.ToValidUTF8(said[:maxSaying], "") + "..."
	}
	return said
}

// quoted is what a page says behind the end of a sentence.
func quoted(says string) string {
	if says == "" {
		return ""
	}
	return fmt.Sprintf(" (%q)", says)
}
