package smtp

import (
	"errors"
	"net/textproto"
	"regexp"
	"strings"

	"paperboy/api/alerts"
	"paperboy/data/text"
)

const (
	// closing is the reply of a server that closes the connection, to any command.
	closing = 421
	// needsAuth is the reply of a server that wants a password first, to any command.
	needsAuth = 530
	// maxText bounds what is kept of a server's words, in characters.
	maxText = 300
)

// refused returns the error of a step that failed. permanent is the failure that a reply 5xx means
// there; a reply 4xx means that this message may succeed later.
//
// If the server stops answering within a message, only this message is tried again later: the next
// one will show whether the server is down. Otherwise a message that a server chokes on would hold
// up all others.
func refused(step string, permanent alerts.Failure, err error) error {
	code, status, words := reply(err)
	failed := &alerts.SendError{Failure: permanent, Code: code, Status: status, Text: words, Err: errors.New(step + " refused")}
	switch {
	case step == "connecting":
		failed.Failure, failed.Err = alerts.FailedServer, errors.New("no session with the mail server")
		if code == 0 {
			failed.Err = err
		}
	case code == closing, code == needsAuth:
		failed.Failure = alerts.FailedServer
	case code == 0:
		failed.Failure, failed.Err = alerts.FailedTemporarily, err
	case code < 500:
		failed.Failure = alerts.FailedTemporarily
	}
	return failed
}

var status = regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}$`)

// reply returns the reply in an error: its code, its enhanced code (RFC 2034), and its text on one
// line. The code is 0 if the error is no reply.
func reply(err error) (code int, enhanced, words string) {
	if err == nil {
		return 0, "", ""
	}
	refusal, ok := errors.AsType[*textproto.Error](err)
	if !ok {
		return 0, "", line(err.Error())
	}
	if first, _, _ := strings.Cut(refusal.Msg, " "); status.MatchString(first) {
		enhanced = first
	}
	return refusal.Code, enhanced, line(refusal.Msg)
}

// line returns the start of s on one line.
func line(s string) string {
	return text.ClipTo(text.OneLine(strings.ToValidUTF8(s, "\uFFFD")), maxText)
}
