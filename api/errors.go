package api

// Problem is an error as the caller is told it (RFC 9457), by the service as by
// package client. Code is stable; Detail is for people.
type Problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
	Code   string `json:"code"`
	Param  string `json:"param,omitempty"`
	// RequestID finds the request in the server's log.
	RequestID string `json:"request_id,omitempty"`
	cause     error
}

func (p *Problem) Error() string { return p.Detail }
func (p *Problem) Unwrap() error { return p.cause }

// ProblemOf is what a caller is told of err: its status, code and words. A page
// uses it as the API does.
func ProblemOf(err error) *Problem { panic("unwritten") }
