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

// ErrCaptcha means that a server responded with a CAPTCHA.
var ErrCaptcha = errors.New("the server responded with a CAPTCHA, because it saw too many requests from this network: try again in a few hours")

const (
	// maxRefusalBytes is how much is read of an error page, to find its message, and of
	// any other page, to recognize a CAPTCHA.
	maxRefusalBytes = 64 << 10
	// maxMessage is the maximum length of a server's message in an error, in bytes.
	maxMessage = 200
)

// A statusError is a response with an error status.
type statusError struct {
	url, status string
	code        int
	message     string // of the error page; may be empty
}

func (e *statusError) Error() string {
	return fmt.Sprintf("%s: the server answered %s%s", e.url, e.status, quoted(e.message))
}

// refusal returns the error for a response with an error status. It wraps ErrCaptcha for a
// CAPTCHA, and is a *temporaryError if another attempt may succeed.
func (c *Client) refusal(address string, response *http.Response) error {
	// Without the body, the error only lacks the server's message.
	body, _ := io.ReadAll(io.LimitReader(response.Body, maxRefusalBytes))
	if isCaptcha(body) {
		return fmt.Errorf("%s: %w", address, ErrCaptcha)
	}
	err := &statusError{address, response.Status, response.StatusCode, pageMessage(body)}
	switch response.StatusCode {
	case http.StatusRequestTimeout, http.StatusTooManyRequests, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return &temporaryError{err: err, after: retryAfter(response.Header.Get("Retry-After"), c.now())}
	}
	return err
}

var (
	// captchaMarks matches the pages with CAPTCHAs of arXiv, of Cloudflare and of the
	// common services.
	captchaMarks = regexp.MustCompile(`(?i)g-recaptcha|h-captcha|cf-challenge|challenge-platform|cf-turnstile` +
		`|<title>\s*(?:just a moment|attention required|are you a robot)|automated access detected`)
	// paperMarks matches pages about papers, which may mention CAPTCHAs.
	paperMarks = regexp.MustCompile(`(?i)["']citation_title["']|application/ld\+json|data-target=["']DailyPapers|["']dc\.title["']`)
	htmlStart  = regexp.MustCompile(`(?i)^(?:\x{FEFF})?\s*(?:<!--.{0,1000}?-->\s*)*<(?:!doctype html|html|head)`)
	htmlTitle  = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title`)
)

// isCaptcha reports whether a page is a CAPTCHA. It may have the status 200.
func isCaptcha(body []byte) bool {
	head := body[:min(len(body), maxRefusalBytes)]
	return htmlStart.Match(head) && captchaMarks.Match(head) && !paperMarks.Match(head)
}

// pageMessage returns the message of an error page: the title of a web page or the message
// of a JSON object. It returns "" if there is neither.
func pageMessage(body []byte) string {
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
	if said = text.OneLine(said); len(said) > maxMessage {
		said = strings.ToValidUTF8(said[:maxMessage], "") + "..."
	}
	return said
}

// quoted returns a message in quotes and parentheses to append to an error, or "".
func quoted(message string) string {
	if message == "" {
		return ""
	}
	return fmt.Sprintf(" (%q)", message)
}
