package sqlfile

import (
	"bytes"
	"encoding/json"
	"hash/fnv"
	"time"
)

// Marshal returns the JSON of v without escapes for HTML.
func Marshal(v any) (string, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "", err
	}
	b.Truncate(b.Len() - 1) // the encoder's newline
	return b.String(), nil
}

// TitleHash returns the column title_key: the FNV-1a hash of a title key, nil for the empty
// key. Equal hashes are only candidates, since ByTitle compares the keys.
func TitleHash(key string) any {
	if key == "" {
		return nil
	}
	h := fnv.New64a()
	h.Write([]byte(key))
	return int64(h.Sum64())
}

func TimeOf(micros int64) time.Time { return time.UnixMicro(micros).UTC() }
