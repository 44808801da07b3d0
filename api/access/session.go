package access

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"paperboy/data/store"
)

// SessionTime is how long a session is valid.
const SessionTime = 30 * 24 * time.Hour

// tokenSession stands for the id of a key in the session of the token.
const tokenSession = "token"

// NewSession is what a browser carries instead of the secret that c showed: it names the key
// and is signed with the token of the data folder. It ends with the key's expiry, rotation or
// revocation, when the token changes, and after SessionTime. There is none, "", where the
// server has no token.
func (a *Access) NewSession(c Caller) (session string, expires time.Time) {
	expires = a.options.Now().Add(SessionTime).Truncate(time.Second)
	if !c.expires.IsZero() && c.expires.Before(expires) {
		expires = c.expires
	}
	id := c.ID
	if c.Kind == Token {
		id = tokenSession
	}
	named := id + "." + strconv.FormatInt(expires.Unix(), 10)
	a.mu.RLock()
	defer a.mu.RUnlock()
	if a.token == "" || !c.Known() {
		return "", time.Time{}
	}
	return named + "." + sign(a.token, named, c.hash), expires
}

func sign(token, named string, hash store.KeyHash) string {
	mac := hmac.New(sha256.New, []byte(token))
	mac.Write([]byte("paperboy session\x00" + named + "\x00"))
	mac.Write(hash[:])
	return hex.EncodeToString(mac.Sum(nil))
}

// Session returns the caller that a session is of: what a browser may do without a secret in
// each request, which is to read and to keep reading lists. The error is one of Authenticate.
func (a *Access) Session(session string) (Caller, error) {
	none := Caller{Kind: Anonymous}
	end := strings.LastIndexByte(session, '.')
	if end < 0 || len(session) > maxSecret {
		return none, ErrUnknown
	}
	named, mac := session[:end], session[end+1:]
	id, until, _ := strings.Cut(named, ".")
	seconds, err := strconv.ParseInt(until, 10, 64)
	if err != nil {
		return none, ErrUnknown
	}
	a.mu.RLock()
	token, k := a.token, a.byID[id]
	a.mu.RUnlock()
	c := tokenCaller(sha256.Sum256([]byte(token)))
	if id != tokenSession {
		c.hash = k.Hash
	}
	if token == "" || !hmac.Equal([]byte(mac), []byte(sign(token, named, c.hash))) {
		return none, ErrUnknown
	}
	if !a.options.Now().Before(time.Unix(seconds, 0)) {
		return none, ErrExpired
	}
	if id != tokenSession {
		if c, err = a.accept(entry{Key: k}); err != nil {
			return c, err
		}
	}
	var scopes []store.Scope
	for _, s := range []store.Scope{store.ScopeRead, store.ScopeLists} {
		if c.May(s) {
			scopes = append(scopes, s)
		}
	}
	c.scopes = scopes
	return c, nil
}
