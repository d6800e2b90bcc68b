{{ stage('chargeback') }}
