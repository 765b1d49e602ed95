"""What a bill would come to, before anybody has bought, changed or priced anything."""
