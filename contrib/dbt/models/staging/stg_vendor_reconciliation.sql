{{ stage('vendor_reconciliation') }}
