package transfer

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
)

// Content is an answer that its caller may have already.
type Content struct {
	Kind string // its media type
	Body []byte
	// Modified is when it last changed; zero if unknown.
	Modified time.Time
	// State is a short name of what it was made from; empty if there is none.
	State string
}

// An entity tag of this server is "STATE-HASH", with gzippedTag before the last quotation mark if
// the body was compressed: the tags of different bytes have to differ. HASH is that of the content.
// STATE names what it was made from, so that a content need not be made again to know that it would
// be the same. Nothing else than these two is compared.
const gzippedTag = "-gzip"

// tag is a parsed entity tag.
type tag struct {
	state, hash string
	gzipped     bool
}

func (t tag) String() string {
	end := `"`
	if t.gzipped {
		end = gzippedTag + end
	}
	return `"` + t.state + "-" + t.hash + end
}

// Digest returns enough of a SHA-256 to tell contents apart.
func Digest(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:12])
}

// Send answers with the content, or with 304 if the caller has it already, by the rules of
// RFC 9110, section 13.2.2: If-None-Match decides alone if there is one. now is the time of the
// answer.
func Send(c echo.Context, a Content, now time.Time) error {
	own := tag{state: a.State, hash: Digest(a.Body), gzipped: len(a.Body) >= GzipMin && TakesGzip(c)}
	header := c.Response().Header()
	modified := a.Modified.UTC().Truncate(time.Second)
	// A time is not sent in the second that it names: the content may change again in the same
	// second, and its time would not (RFC 9110, section 8.8.2.2).
	if a.Modified.IsZero() || now.Sub(modified) < time.Second {
		modified = time.Time{}
	}
	if !modified.IsZero() {
		header.Set(echo.HeaderLastModified, modified.Format(http.TimeFormat))
	}
	if has, known := callerHas(c, own); has {
		own.gzipped = known.gzipped
		return notModified(c, own)
	}
	if len(c.Request().Header.Values("If-None-Match")) == 0 && !modified.IsZero() {
		since, err := http.ParseTime(c.Request().Header.Get(echo.HeaderIfModifiedSince))
		if err == nil && !modified.After(since) {
			return notModified(c, own)
		}
	}
	header.Set("ETag", own.String())
	return c.Blob(http.StatusOK, a.Kind, a.Body)
}

// SentState answers with 304 if the caller has a content that was made from this state.
func SentState(c echo.Context, state string) (done bool, err error) {
	for _, t := range knownTags(c) {
		if state != "" && t.state == state {
			return true, notModified(c, t)
		}
	}
	return false, nil
}

func notModified(c echo.Context, t tag) error {
	c.Response().Header().Set("ETag", t.String())
	return c.NoContent(http.StatusNotModified)
}

// callerHas reports whether the request's If-None-Match has this content, and with which tag.
func callerHas(c echo.Context, own tag) (bool, tag) {
	for _, value := range c.Request().Header.Values("If-None-Match") {
		if strings.TrimSpace(value) == "*" {
			return true, own
		}
	}
	for _, t := range knownTags(c) {
		if t.hash == own.hash {
			return true, t
		}
	}
	return false, tag{}
}

// knownTags returns the tags of the request's If-None-Match that may be ours, weak or not. A tag
// has no quotation mark in it, so every second part of the header is one.
func knownTags(c echo.Context) (tags []tag) {
	for _, value := range c.Request().Header.Values("If-None-Match") {
		for i, part := range strings.Split(value, `"`) {
			if i%2 == 0 {
				continue
			}
			opaque, gzipped := strings.CutSuffix(part, gzippedTag)
			if state, hash, ok := strings.Cut(opaque, "-"); ok && isHex(state) && isHex(hash) {
				tags = append(tags, tag{state, hash, gzipped})
			}
		}
	}
	return tags
}

// isHex reports whether s consists of digits of a digest, so that a tag of a request may be
// written into a header.
func isHex(s string) bool { return strings.Trim(s, "0123456789abcdef") == "" }

// GzipMin is the size in bytes from which answers are compressed.
const GzipMin = 1024

// AssetsPath is the start of the paths of files that package web compresses once, at start. They are
// not compressed again.
const AssetsPath = "/assets/"

// TakesGzip reports whether an answer of GzipMin bytes is compressed, by the rule of Echo's
// middleware.
func TakesGzip(c echo.Context) bool {
	return strings.Contains(c.Request().Header.Get(echo.HeaderAcceptEncoding), "gzip")
}
