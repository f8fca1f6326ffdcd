package server

import (
	"net"
	"syscall"
	"time"
)

// bufferSize is that of the writer that net/http puts in front of a connection.
const bufferSize = 4 << 10

// cork lets the kernel send the head of an answer and its body as one: net/http
// writes what its buffer holds and then the rest, and a reader would wake up for
// each. A full buffer is a sign that more follows; where it does not, what is held
// back goes when net/http turns to the next request.
func cork(l net.Listener) net.Listener { return corkedListener{l} }

type corkedListener struct{ net.Listener }

func (l corkedListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	tcp, ok := c.(*net.TCPConn)
	if !ok {
		return c, nil
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		return c, nil
	}
	return &corked{TCPConn: tcp, raw: raw}, nil
}

type corked struct {
	*net.TCPConn
	raw  syscall.RawConn
	held bool // the last write told the kernel to wait for more
}

func (c *corked) Write(b []byte) (int, error) {
	c.held = len(b) == bufferSize
	if !c.held {
		return c.TCPConn.Write(b)
	}
	var sent int
	var failed error
	err := c.raw.Write(func(fd uintptr) bool {
		sent, failed = syscall.SendmsgN(int(fd), b, nil, nil, syscall.MSG_MORE|syscall.MSG_NOSIGNAL)
		return failed != syscall.EAGAIN
	})
	switch {
	case err != nil:
		return 0, err
	case failed == syscall.EINTR:
		sent = 0
	case failed != nil:
		return max(sent, 0), &net.OpError{Op: "write", Net: "tcp", Source: c.LocalAddr(), Addr: c.RemoteAddr(), Err: failed}
	}
	if sent == len(b) {
		return sent, nil
	}
	rest, err := c.TCPConn.Write(b[sent:])
	return sent + rest, err
}

// SetReadDeadline is what net/http calls after each answer. That a connection
// is not to wait is set already; to set it again sends what is held back.
func (c *corked) SetReadDeadline(t time.Time) error {
	if c.held {
		c.held = false
		if err := c.TCPConn.SetNoDelay(true); err != nil {
			return err
		}
	}
	return c.TCPConn.SetReadDeadline(t)
}
