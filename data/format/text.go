package format

import (
	"encoding/json"
	"reflect"
	"strings"
)

// Text is the text of a JSON field that may be a string, a number or a list. Of a list, it is the
// first string that is not empty. It is empty for an object or null.
type Text string

func (t *Text) UnmarshalJSON(b []byte) error {
	*t = ""
	switch b[0] {
	case '"':
		return json.Unmarshal(b, (*string)(t))
	case '[':
		var several []json.RawMessage // not []Text: nested lists would be decoded once per level
		if err := json.Unmarshal(b, &several); err != nil {
			return err
		}
		for _, one := range several {
			if one[0] == '"' && json.Unmarshal(one, (*string)(t)) == nil && strings.TrimSpace(string(*t)) != "" {
				break
			}
		}
	case 't', 'f':
		return &json.UnmarshalTypeError{Value: "bool", Type: reflect.TypeFor[string]()}
	case '{', 'n':
	default:
		*t = Text(b)
	}
	return nil
}

// FirstText returns the first of the texts that has more than white space.
func FirstText(texts ...Text) string {
	for _, t := range texts {
		if strings.TrimSpace(string(t)) != "" {
			return string(t)
		}
	}
	return ""
}
