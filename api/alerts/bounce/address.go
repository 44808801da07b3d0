package bounce

import (
	"net/mail"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"paperboy/data/text"
)

// keyIn returns the key of the address that mail with this header was sent to; empty if there is
// none. The fields that a server adds on delivery come before those that the sender wrote.
func keyIn(header mail.Header) string {
	for _, field := range []string{"Delivered-To", "X-Original-To", "Envelope-To", "Original-Recipient", "To"} {
		for _, value := range header[field] {
			if found := key(value); found != "" {
				return found
			}
		}
	}
	return ""
}

var verp = regexp.MustCompile(`(?i)(?:^|[\s<;,:"])bounce\+([0-9a-z]{1,64})@`)

// key returns the key of the first envelope sender of Paperboy in a field; empty if there is none.
func key(field string) string {
	if match := verp.FindStringSubmatch(field); match != nil {
		return match[1]
	}
	return ""
}

var status = regexp.MustCompile(`^[245]\.[0-9]{1,3}\.[0-9]{1,3}$`)

func isStatus(s string) bool { return status.MatchString(s) }

var reply = regexp.MustCompile(`^([2-5][0-9]{2})(?:[ -]+([245]\.[0-9]{1,3}\.[0-9]{1,3})(?: |$))?`)

// splitReply returns the code and the enhanced code at the start of a server's reply, 0 and "" if
// there are none.
func splitReply(s string) (code int, enhanced string) {
	match := reply.FindStringSubmatch(s)
	if match == nil {
		return 0, ""
	}
	code, _ = strconv.Atoi(match[1])
	return code, match[2]
}

// clip returns s in one line, as valid UTF-8 of at most max bytes.
func clip(s string, max int) string {
	s = text.OneLine(strings.ToValidUTF8(s, "\uFFFD"))
	for len(s) > max {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	return s
}
